import { createHmac, randomUUID } from 'node:crypto';
import { post } from './post.ts';
import type { JsonRecord } from './json.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** One attempt to deliver one event. Redeliveries are attempts of their own with the same GUID. */
export interface Delivery {
  readonly id: number;
  /** `X-GitHub-Delivery`. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: JsonRecord;
  readonly deliveredAt: string;
  readonly redelivery: boolean;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Seconds. */
  duration: number;
  /** `OK`, or why it failed, as GitHub says it. */
  status: string;
  /** 0 when there was no answer. */
  statusCode: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string;
}

export interface NewDelivery {
  readonly event: string;
  readonly payload: JsonRecord;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
}

export interface Deliveries {
  /** Oldest first. */
  readonly list: readonly Delivery[];
  readonly send: (delivery: NewDelivery) => Promise<Delivery | undefined>;
  /** Sends the same payload under the same GUID again. */
  readonly redeliver: (guid: string) => Promise<Delivery>;
  /** The next events are lost on their way: recorded as failed, never sent. */
  readonly drop: (count: number) => void;
  /** Resolves when no delivery is outstanding. */
  readonly settled: () => Promise<void>;
  readonly setTarget: (target: WebhookTarget | undefined) => void;
  readonly target: () => WebhookTarget | undefined;
  readonly close: () => void;
}

export interface DeliveryOptions {
  readonly appId: () => number;
  readonly nextId: () => number;
  readonly timestamp: () => string;
  readonly timeout: number;
}

/** `sha256=…` over the raw body, as in `X-Hub-Signature-256`. */
export function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export function createDeliveries(options: DeliveryOptions): Deliveries {
  const list: Delivery[] = [];
  const outstanding = new Set<Promise<unknown>>();
  const closing = new AbortController();
  let target: WebhookTarget | undefined;
  let toDrop = 0;

  function headersFor(event: string, guid: string, signature: string): Record<string, string> {
    return {
      accept: '*/*',
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/demo',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-id': '1',
      'x-github-hook-installation-target-id': String(options.appId()),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': signature,
    };
  }

  async function deliver(delivery: Delivery, to: WebhookTarget, body: string): Promise<void> {
    const began = performance.now();
    const deadline = AbortSignal.timeout(options.timeout);
    try {
      const signal = AbortSignal.any([closing.signal, deadline]);
      const answer = await post(to.url, { headers: delivery.requestHeaders, body, signal });
      delivery.responseBody = answer.body;
      delivery.responseHeaders = answer.headers;
      delivery.statusCode = answer.status;
      delivery.status = answer.status < 300 ? 'OK' : `Invalid HTTP Response: ${answer.status}`;
    } catch {
      delivery.status = deadline.aborted ? 'timed out' : 'failed to connect to host';
    }
    delivery.duration = Math.round(performance.now() - began) / 1000;
  }

  async function attempt(what: NewDelivery, again?: Delivery): Promise<Delivery | undefined> {
    if (!target) return undefined;
    const to = target;
    const guid = again?.guid ?? randomUUID();
    const body = JSON.stringify(what.payload);
    const action = what.payload.action;
    const delivery: Delivery = {
      ...what,
      id: options.nextId(),
      guid,
      action: typeof action === 'string' ? action : null,
      deliveredAt: options.timestamp(),
      redelivery: again !== undefined,
      requestHeaders: headersFor(what.event, guid, sign(to.secret, body)),
      duration: 0,
      status: 'pending',
      statusCode: 0,
      responseHeaders: {},
      responseBody: '',
    };
    list.push(delivery);
    if (again === undefined && toDrop > 0) {
      toDrop -= 1;
      delivery.status = 'failed to connect to host';
    } else await deliver(delivery, to, body);
    return delivery;
  }

  function track<Value>(work: Promise<Value>): Promise<Value> {
    outstanding.add(work);
    const forget = (): void => void outstanding.delete(work);
    work.then(forget, forget);
    return work;
  }

  return {
    list,
    send: (what) => track(attempt(what)),
    async redeliver(guid) {
      const known = list.findLast((each) => each.guid === guid);
      if (!known) throw new Error(`No delivery ${guid}`);
      const { event, payload, installationId, repositoryId } = known;
      const delivery = await track(attempt({ event, payload, installationId, repositoryId }, known));
      if (!delivery) throw new Error('No web hook is set');
      return delivery;
    },
    drop(count) {
      toDrop += count;
    },
    async settled() {
      while (outstanding.size > 0) await Promise.allSettled(outstanding);
    },
    setTarget(to) {
      target = to;
    },
    target: () => target,
    close: () => closing.abort(),
  };
}
