import {
  decoratorsOf,
  defineCheck,
  each,
  enclosingClass,
  enclosingFunction,
  keywordArguments,
  linesWhere,
  nodesIn,
  positionalArguments,
  py,
  spanOf,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const CALLED =
  /\b(?:now|utcnow|today|localtime|localdate|time|time_ns|monotonic|perf_counter|uuid[14]|token_\w+|randbelow|choice|random|randint|randrange|uniform|getrandbits|urandom)[\s)]*\(/;
const RENAMED =
  /\b(?:now|today|time\w*|monotonic|perf_counter|local\w+|uuid\w*|token_\w+|rand\w+|choice|uniform|getrandbits|urandom)\s+as\b/;

/** What is given a name, or handed over under one, may be another one with each call. */
function mayChange(line: string): boolean {
  return line.includes('=') && CALLED.test(line);
}

export default defineCheck({
  title: 'Default worked out once, at import',
  on: 'python',
  sameAs: ['B008', 'RUF009'],
  bullet: 'Options',
  severity: 'error',
  preset: 'recommended',
  why: `The call runs when the class is made, once. Every row and every object that comes later gets that same moment, that same
    “random” id.`,
  whenNotTo: 'The value is meant to be that of the start of the program; then give it a name at the top of the module.',
  // A migration runs once, too.
  excludes: ['test', 'migration'],
  suspects: ({ text }) => /sqlalchemy|sqlmodel|olumn|pydantic|dataclass|\battrs?\b|django/.test(text),
  places: ({ text }) => (RENAMED.test(text) ? undefined : linesWhere(text, mayChange)),
  mentions: ['now(', 'today(', 'time(', 'time_ns(', 'uuid1(', 'uuid4(', 'token_', 'randbelow(', 'random', 'urandom('],
  fixes: true,
  examples: [
    {
      title: 'Hand over the function, not what it gave once',
      bad: py`
        import uuid
        from datetime import datetime
        from sqlalchemy.orm import mapped_column

        class Order(Base):
            id = mapped_column(primary_key=True, default=uuid.uuid4())  # <-
            made = mapped_column(default=datetime.utcnow())  # <-
      `,
      good: py`
        import uuid
        from datetime import datetime
        from sqlalchemy.orm import mapped_column

        class Order(Base):
            id = mapped_column(primary_key=True, default=uuid.uuid4)
            made = mapped_column(default=datetime.utcnow)
      `,
    },
    {
      title: 'Django takes the function, too',
      bad: py`
        from django.db import models
        from django.utils import timezone

        class Visit(models.Model):
            at = models.DateTimeField(default=timezone.now())  # <-
      `,
      good: py`
        from django.db import models
        from django.utils import timezone

        class Visit(models.Model):
            at = models.DateTimeField(default=timezone.now)
      `,
    },
    {
      title: 'A factory for dataclasses and pydantic models',
      bad: py`
        from dataclasses import dataclass, field
        from datetime import datetime, timezone
        from uuid import UUID, uuid4
        from pydantic import BaseModel, Field

        @dataclass
        class Event:
            id: UUID = uuid4()  # <-
            at: datetime = datetime.now(timezone.utc)  # <-

        class Payload(BaseModel):
            id: UUID = Field(default=uuid4())  # <-
      `,
      good: py`
        from dataclasses import dataclass, field
        from datetime import datetime, timezone
        from uuid import UUID, uuid4
        from pydantic import BaseModel, Field

        @dataclass
        class Event:
            id: UUID = field(default_factory=uuid4)
            at: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

        class Payload(BaseModel):
            id: UUID = Field(default_factory=uuid4)
      `,
    },
  ],
  quiet: [
    // SQL's own functions run in the database.
    py`
      from sqlalchemy import Column, DateTime, func, text
      from sqlalchemy.sql import func as f

      class Order(Base):
          made = Column(DateTime, default=func.now())
          seen = Column(DateTime, server_default=text("now()"), onupdate=f.now())
    `,
    // Calls that give the same every time.
    py`
      from dataclasses import dataclass
      from datetime import datetime, timedelta
      from sqlalchemy import Column

      @dataclass
      class Rule:
          pause: timedelta = timedelta(minutes=5)
          since: datetime = datetime(2024, 1, 1)

      class Order(Base):
          kind = Column(default=str("book"))
    `,
    // Called when it is needed.
    py`
      import random
      from dataclasses import dataclass, field
      from uuid import uuid4
      from django.db import models
      from pydantic import Field

      @dataclass
      class Event:
          id: str = field(default_factory=lambda: str(uuid4()))

          def __post_init__(self):
              self.seed = random.random()

      class Visit(models.Model):
          token = models.CharField(default=lambda: uuid4().hex)
    `,
    // A plain class shares its attributes anyway; so does a ClassVar.
    py`
      import time
      from dataclasses import dataclass
      from typing import ClassVar

      class Process:
          started = time.time()

      @dataclass
      class Job:
          loaded: ClassVar[float] = time.time()
          kind = time.time()
    `,
    // Someone else's \`now\`.
    py`
      from django.db import models
      from shop.clock import now

      class Visit(models.Model):
          at = models.DateTimeField(default=now())
    `,
    // Made anew in each call.
    py`
      from uuid import uuid4
      from sqlalchemy import Column

      def table_with(name):
          return Column(name, default=uuid4())
    `,
  ],
  calls: {
    ...each(['.Column', '.mapped_column', 'sqlalchemy.Column', 'sqlalchemy.orm.mapped_column'], findInColumn),
    ...each(
      ['pydantic.Field', 'sqlmodel.Field', 'dataclasses.field', 'attr.ib', 'attrs.field', 'attr.field'],
      findInField,
    ),
  },
  nodes: { call: findInDjango, assignment: findInClass },
});

const CHANGING =
  /^(datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today|time\.(time|time_ns|monotonic|perf_counter)|uuid\.uuid[14]|secrets\.(token_\w+|randbelow|choice)|random\.(random|randint|randrange|choice|uniform|getrandbits)|django\.utils\.timezone\.(now|localtime|localdate)|os\.urandom)$/;

/** The call that gives something else each time: the value itself, or what \`str()\` or \`.hex\` make of it. */
function changingCall(value: PyNode | undefined, file: PythonFile): PyNode | undefined {
  const node = unwrapped(value);
  if (node?.type === 'attribute') return changingCall(node.childForFieldName('object') ?? undefined, file);
  if (node?.type !== 'call') return undefined;
  const callee = node.childForFieldName('function');
  if (CHANGING.test(file.nameOf(callee) ?? '')) return node;
  if (/^(str|int|float)$/.test(file.nameOf(callee) ?? '')) return changingCall(positionalArguments(node)[0], file);
  return callee?.type === 'attribute' ? changingCall(callee.childForFieldName('object') ?? undefined, file) : undefined;
}

function isInFunction(node: PyNode): boolean {
  return enclosingFunction(node) !== undefined;
}

function* findInColumn(call: PyNode, file: PythonFile): Iterable<Draft> {
  const name = file.nameOf(call.childForFieldName('function'));
  if (isInFunction(call) || (name !== undefined && !/^(sqlalchemy|flask_sqlalchemy|sqlmodel)\b/.test(name))) return;
  // \`db.Column\` of an object that this file was given: only in the body of a class.
  if (name === undefined && !enclosingClass(call)) return;
  for (const key of ['default', 'onupdate']) yield* report(keywordArguments(call).get(key), file, 'bare');
}

function* findInDjango(call: PyNode, file: PythonFile): Iterable<Draft> {
  if (
    isInFunction(call) ||
    !/^django\.(db\.models|contrib\.\w+\.db\.models)\.(\w+\.)*\w*Field$/.test(
      file.nameOf(call.childForFieldName('function')) ?? '',
    )
  )
    return;
  yield* report(keywordArguments(call).get('default'), file, 'bare');
}

function* findInField(call: PyNode, file: PythonFile): Iterable<Draft> {
  if (isInFunction(call)) return;
  const value =
    keywordArguments(call).get('default') ??
    (/pydantic|sqlmodel/.test(file.nameOf(call.childForFieldName('function')) ?? '')
      ? positionalArguments(call)[0]
      : undefined);
  yield* report(value, file, 'factory');
}

function* findInClass(assignment: PyNode, file: PythonFile): Iterable<Draft> {
  const owner = enclosingClass(assignment);
  const annotation = assignment.childForFieldName('type');
  if (
    !owner ||
    !annotation ||
    isInFunction(assignment) ||
    /\bClassVar\b/.test(annotation.text) ||
    !isDataClass(owner, file)
  )
    return;
  const value = assignment.childForFieldName('right');
  const [maker, isImported] = isModel(owner, file)
    ? ['Field', file.imports.get('Field') === 'pydantic.Field']
    : ['field', file.imports.get('field') === 'dataclasses.field'];
  yield* report(value ?? undefined, file, 'whole', isImported ? maker : undefined);
}

function isModel(owner: PyNode, file: PythonFile): boolean {
  return positionalArguments(owner).some((base) =>
    /^(pydantic(\.main)?\.BaseModel|sqlmodel\.SQLModel)$/.test(file.nameOf(base) ?? ''),
  );
}

function isDataClass(owner: PyNode, file: PythonFile): boolean {
  const made = decoratorsOf(owner).map(
    (one) => file.nameOf(one.type === 'call' ? one.childForFieldName('function') : one) ?? '',
  );
  return (
    isModel(owner, file) ||
    made.some((name) =>
      /^(dataclasses\.dataclass|pydantic\.dataclasses\.dataclass|attrs?\.(s|attrs|define|frozen|mutable|dataclass))$/.test(
        name,
      ),
    )
  );
}

/** \`bare\`: the function itself may stand there. \`factory\`: under \`default_factory=\`. \`whole\`: in a call of \`maker\`. */
function* report(
  value: PyNode | undefined,
  file: PythonFile,
  how: 'bare' | 'factory' | 'whole',
  maker?: string,
): Iterable<Draft> {
  const call = changingCall(value, file);
  if (!value || !call) return;
  const fix = fixFor(value, call, how, maker);
  const name = call.childForFieldName('function')?.text ?? '';
  yield {
    at: spanOf(value),
    message: `\`${name.length > 40 ? `${name.slice(0, 39)}…` : name}()\` runs once, at import: every later default is that same value.`,
    ...(fix && { fix }),
  };
}

function fixFor(
  value: PyNode,
  call: PyNode,
  how: 'bare' | 'factory' | 'whole',
  maker: string | undefined,
): Fix | undefined {
  const plain =
    unwrapped(value)?.id === call.id && (call.childForFieldName('arguments')?.namedChildren.length ?? 1) === 0;
  const callable = plain ? (call.childForFieldName('function')?.text ?? '') : `lambda: ${value.text}`;
  if (value.text.includes('\n') || nodesIn(value, ['lambda']).length > 0) return undefined;
  if (how === 'whole') {
    return maker === undefined
      ? undefined
      : {
          title: `Use ${maker}(default_factory=…)`,
          edits: [{ span: spanOf(value), text: `${maker}(default_factory=${callable})` }],
          safe: true,
        };
  }
  const argument = value.parent;
  if (how === 'factory') {
    const place = argument?.type === 'keyword_argument' ? argument : value;
    return {
      title: 'Use default_factory',
      edits: [{ span: spanOf(place), text: `default_factory=${callable}` }],
      safe: true,
    };
  }
  // Django cannot write a lambda into a migration.
  return plain
    ? { title: 'Hand over the function', edits: [{ span: spanOf(value), text: callable }], safe: true }
    : undefined;
}
