import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CheckId } from '../../src/core/flow.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { at, dockerfile, py } from '../../src/sdk/sample.ts';
import type { Sample } from '../../src/core/check-info.ts';
import { readSample, snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

interface Case {
  readonly check: CheckId;
  readonly option: string;
  /** Lines that only the option brings are marked. */
  readonly sample: Sample;
}

const CASES: readonly Case[] = [
  {
    check: 'ch08/quadratic-build',
    option: 'texts',
    sample: py`
      def receipt(lines, store):
          text = ""
          for line in lines:
              text += line  # <-
          short = ""
          for name in ("tea", "tax"):
              short += name
          for line in lines:
              store.text += line
          total = 0
          for line in lines:
              total += line.price
          return text + short, total
    `,
  },
  {
    check: 'ch09/cancellation-swallowed',
    option: 'at_end',
    sample: py`
      import asyncio
      async def count(stock):
          try:
              await stock.change()
              await publish(stock)
          except asyncio.CancelledError:  # <-
              pass
    `,
  },
  {
    check: 'ch09/async-primitives-misuse',
    option: 'busy_waits',
    sample: py`
      import asyncio
      async def wait(ready):
          while not ready():  # <-
              await asyncio.sleep(1)
    `,
  },
  {
    check: 'ch09/async-primitives-misuse',
    option: 'checkpoints',
    sample: py`
      import anyio
      async def serve(desk):
          for order in desk:
              await anyio.sleep(0)  # <-
              desk.book(order)
    `,
  },
  {
    check: 'ch09/async-primitives-misuse',
    option: 'timeout_parameters',
    sample: py`
      import trio
      async def ask(shop, timeout=3):  # <-
          await shop.ask(timeout)
    `,
  },
  {
    check: 'ch11/migration-risky-operation',
    option: 'locks',
    sample: py`
      import sqlalchemy as sa
      from alembic import op
      def upgrade():
          op.create_table("labels", sa.Column("id", sa.Integer()))
          op.create_index("ix_labels_id", "labels", ["id"])
          op.create_index("ix_orders_state", "orders", ["state"])  # <-
          op.create_index("ix_orders_code", "orders", ["code"], postgresql_concurrently=True)
          op.create_foreign_key("fk_label", "orders", "labels", ["label"], ["id"])  # <-
          op.create_check_constraint("positive", "orders", "total > 0", postgresql_not_valid=True)
    `,
  },
  {
    check: 'ch11/migration-risky-operation',
    option: 'downgrades',
    sample: py`
      from alembic import op
      def upgrade():
          op.create_index("ix_orders_state", "orders", ["state"])
      def downgrade():  # <-
          pass
    `,
  },
  {
    check: 'ch16/private-key-committed',
    option: 'tests',
    sample: at(
      'tests/certs/client.pem',
      [
        `-----BEGIN ${['PRIVATE', 'KEY'].join(' ')}-----  # <-`,
        'MC4CAQAwBQYDK2VwBCIEIHq3vTz9LwYb2NsXe7HcRf1JmPd6UaGo8Zi3VkT4QwXr',
        `-----END ${['PRIVATE', 'KEY'].join(' ')}-----`,
        '',
      ].join('\n'),
    ),
  },
  {
    check: 'ch12/fastapi-endpoint-smells',
    option: 'style',
    sample: py`
      from typing import Annotated
      from fastapi import Depends, FastAPI
      app = FastAPI()
      @app.get("/orders", response_model=list[Order])  # <-
      def orders(
          shop: Shop = Depends(open_shop),  # <-
          page: Annotated[int, Depends(page_of)] = 1,
      ) -> list[Order]:
          return shop.orders
    `,
  },
  {
    check: 'ch14/docker-base-fat-or-eol',
    option: 'full_images',
    sample: dockerfile`
      FROM python:3.13 AS build
      RUN pip wheel --wheel-dir /wheels shop
      FROM python:3.13.2-bookworm  # <-
      COPY --from=build /wheels /wheels
    `,
  },
  {
    check: 'ch17/weak-crypto',
    option: 'any_hash',
    sample: py`
      import hashlib
      def label(parcel):
          return hashlib.sha1(parcel.encode()).hexdigest()[:8]  # <-
      def etag(body):
          return hashlib.md5(body).hexdigest()
    `,
  },
];

const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);

async function places({ check, option, sample }: Case, isOn: boolean): Promise<readonly string[]> {
  const found = catalogue.checks.find(({ info }) => info.id === check);
  assert.ok(found, check);
  assert.ok(Object.hasOwn(found.info.options, option), `${check} has the option ${option}`);
  const plain = settingsWith(catalogue, [check]);
  const settings: typeof plain = {
    ...plain,
    check(id) {
      const own = plain.check(id);
      return { ...own, options: { ...own.options, [option]: isOn } };
    },
  };
  const snapshot = snapshotOf(readSample(sample, found.info));
  const { findings } = await review({ snapshot, catalogue, settings, failOn: 'never', analyser });
  return [...new Set(findings.map(({ path, span }) => `${path}:${span.line}`))].sort();
}

function marksOf({ check, sample }: Case): readonly string[] {
  const info = catalogue.checks.find((one) => one.info.id === check)?.info;
  return info ? readSample(sample, info).marks : [];
}

describe('an option brings what is not reported without it', () => {
  for (const each of CASES)
    test(`${each.check}: ${each.option}`, async () => {
      assert.notEqual(marksOf(each).length, 0);
      assert.deepEqual(await places(each, true), marksOf(each));
      assert.deepEqual(await places(each, false), []);
    });
});
