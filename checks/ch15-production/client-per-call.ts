import {
  at,
  decoratorsOf,
  defineCheck,
  each,
  enclosing,
  enclosingFunction,
  isInside,
  parametersOf,
  py,
  spanOf,
  stringValue,
  positionalArguments,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** What makes a client, and what it is, for people. */
const CLIENTS: Readonly<Record<string, string>> = {
  'httpx.Client': 'HTTP client',
  'httpx.AsyncClient': 'HTTP client',
  'requests.Session': 'HTTP session',
  'requests.session': 'HTTP session',
  'aiohttp.ClientSession': 'HTTP session',
  'redis.Redis': 'Redis client',
  'redis.StrictRedis': 'Redis client',
  'redis.from_url': 'Redis client',
  'redis.Redis.from_url': 'Redis client',
  'redis.asyncio.Redis': 'Redis client',
  'redis.asyncio.from_url': 'Redis client',
  'redis.asyncio.Redis.from_url': 'Redis client',
  'boto3.client': 'AWS client',
  'boto3.resource': 'AWS client',
  'sqlalchemy.create_engine': 'engine',
  'sqlalchemy.ext.asyncio.create_async_engine': 'engine',
  'pymongo.MongoClient': 'MongoDB client',
  'motor.motor_asyncio.AsyncIOMotorClient': 'MongoDB client',
};

export default defineCheck({
  title: 'Client made anew for every call',
  on: 'python',
  bullet: 'Database',
  severity: 'warning',
  preset: 'recommended',
  why: `A client keeps its connections open for the next call. Made anew each time, every call pays for a connection and a TLS
    handshake, and under load the sockets run out.`,
  whenNotTo: 'The handler is called a few times a day, or the code is a tool that ends when it is done.',
  excludes: ['test', 'script'],
  examples: [
    {
      title: 'Make it before the loop',
      bad: py`
        import httpx

        def load(ids):
            for order in ids:
                with httpx.Client() as client:  # <-
                    yield client.get(f"https://api.example/orders/{order}")
      `,
      good: py`
        import httpx

        def load(ids):
            with httpx.Client() as client:
                for order in ids:
                    yield client.get(f"https://api.example/orders/{order}")
      `,
    },
    {
      title: 'Make it when the program starts, not in every request',
      bad: py`
        import redis
        from fastapi import FastAPI

        app = FastAPI()

        @app.get("/stock/{item}")
        def stock(item: str):
            cache = redis.Redis(host="cache")  # <-
            return cache.get(item)
      `,
      good: py`
        import redis
        from fastapi import FastAPI

        app = FastAPI()
        cache = redis.Redis(host="cache")

        @app.get("/stock/{item}")
        def stock(item: str):
            return cache.get(item)
      `,
    },
    {
      title: 'The same holds for tasks',
      bad: py`
        from celery import shared_task
        from sqlalchemy import create_engine

        @shared_task
        def close_day():
            engine = create_engine(DATABASE)  # <-
            with engine.begin() as connection:
                connection.execute(CLOSE)
      `,
      good: py`
        from celery import shared_task
        from sqlalchemy import create_engine

        engine = create_engine(DATABASE)

        @shared_task
        def close_day():
            with engine.begin() as connection:
                connection.execute(CLOSE)
      `,
    },
  ],
  quiet: [
    // Another client for every host, or with what only this call knows.
    py`
      import httpx, redis

      def ask(hosts, tokens):
          for host in hosts:
              with httpx.Client(base_url=host) as client:
                  yield client.get("/health")
          for token in tokens:
              headers = {"Authorization": token}
              with httpx.Client(headers=headers) as client:
                  yield client.get("/me")
    `,
    py`
      import boto3

      @app.post("/copy")
      def copy(region: str, user: User):
          credentials = assume(user.role)
          return boto3.client("s3", region_name=region, **credentials).list_buckets()
    `,
    // A new try after a failure, and clients that are kept.
    py`
      import redis, httpx

      def connect(urls):
          while True:
              try:
                  return redis.Redis(host="cache")
              except OSError:
                  pass

      def pool(size):
          clients = []
          for _ in range(size):
              clients.append(httpx.Client())
          return clients
    `,
    py`
      import httpx

      def retry(url):
          for attempt in range(3):
              with httpx.Client() as client:
                  answer = client.get(url)
              if answer.is_success:
                  return answer
    `,
    // Made once, for the life of the program.
    py`
      import httpx
      from contextlib import asynccontextmanager
      from functools import lru_cache

      @asynccontextmanager
      async def lifespan(app):
          async with httpx.AsyncClient() as client:
              yield {"client": client}

      @lru_cache
      def client():
          return httpx.Client()

      @app.on_event("startup")
      async def start():
          app.state.client = httpx.AsyncClient()
    `,
    // In a function that no framework calls for each request, and with an app instead of a network.
    py`
      import httpx, requests

      def fetch(url):
          with requests.Session() as session:
              return session.get(url)

      @router.get("/self")
      async def ask_self():
          async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
              return (await client.get("/health")).json()
    `,
    at(
      'scripts/import_orders.py',
      'import httpx\n\nfor page in range(10):\n    with httpx.Client() as client:\n        client.get("https://api.example")\n',
    ),
  ],
  calls: each(Object.keys(CLIENTS), findClient),
});

function* findClient(call: PyNode, file: PythonFile): Iterable<Draft> {
  const what = CLIENTS[file.nameOf(call.childForFieldName('function')) ?? ''] ?? 'client';
  const owner = enclosingFunction(call);
  if (/\b(ASGI|WSGI|Mock)Transport\b|\bfake\w*\(/i.test(call.text) || dependsOnCall(call, owner) || isKept(call))
    return;
  const loop = enclosing(call, 'for_statement', 'while_statement', 'function_definition', 'lambda');
  if (loop?.type === 'for_statement' && isInside(call, ['block'], ['for_statement']) && !isRetry(loop)) {
    yield {
      at: spanOf(call),
      message: `Every turn of the loop makes a new ${what} with new connections: make it once, before the loop.`,
    };
  } else if (owner && isServed(owner)) {
    yield {
      at: spanOf(call),
      message: `Every call makes a new ${what} with new connections: make one when the program starts.`,
    };
  }
}

/** Some argument comes from what the function was given, or worked out itself: another client each time. */
function dependsOnCall(call: PyNode, owner: PyNode | undefined): boolean {
  const used = new Set(
    call
      .childForFieldName('arguments')
      ?.descendantsOfType('identifier')
      .map(({ text }) => text),
  );
  const loops = [...loopsAround(call)].flatMap(
    (loop) =>
      loop
        .childForFieldName('left')
        ?.descendantsOfType('identifier')
        .map(({ text }) => text) ?? [],
  );
  const given = owner ? parametersOf(owner).map(({ name }) => name) : [];
  const local =
    owner?.descendantsOfType('assignment').flatMap(
      (one) =>
        one
          .childForFieldName('left')
          ?.descendantsOfType('identifier')
          .map(({ text }) => text) ?? [],
    ) ?? [];
  return [...loops, ...given, ...local].some((name) => used.has(name));
}

function* loopsAround(node: PyNode): Generator<PyNode> {
  for (
    let loop = enclosing(node, 'for_statement', 'function_definition');
    loop?.type === 'for_statement';
    loop = enclosing(loop, 'for_statement', 'function_definition')
  )
    yield loop;
}

/** Stored beyond this turn: in an attribute, a container, or handed back. */
function isKept(call: PyNode): boolean {
  const outer = call.parent?.type === 'await' ? call.parent.parent : call.parent;
  if (outer?.type === 'assignment') return outer.childForFieldName('left')?.type !== 'identifier' || isReturned(outer);
  return (
    outer === null ||
    outer === undefined ||
    /^(return_statement|argument_list|keyword_argument|yield|pair|list|tuple|dictionary|conditional_expression|boolean_operator)$/.test(
      outer.type,
    )
  );
}

function isReturned(assignment: PyNode): boolean {
  const name = assignment.childForFieldName('left')?.text ?? '';
  const owner = enclosingFunction(assignment);
  const kept = new RegExp(
    `\\b(return|yield)\\s+${name}\\b(?!\\.)|\\bglobal\\b[^\\n]*\\b${name}\\b|\\.append\\(\\s*${name}\\b|[\\w\\])]\\s*=\\s*${name}\\s*$`,
    'm',
  );
  return owner !== undefined && kept.test(owner.text);
}

function isRetry(loop: PyNode): boolean {
  return (
    /^(_|attempt|retry|retries|tries|try_?\w*|i|n)$/i.test(loop.childForFieldName('left')?.text ?? '') ||
    /(retry|retries|retrying|attempt|backoff)/i.test(loop.childForFieldName('right')?.text ?? '')
  );
}

const VERBS = /^(get|post|put|patch|delete|head|options|route|api_route|websocket|api_view)$/;

/** Called for each request or task: a route with its path, or a Celery task. */
function isServed(owner: PyNode): boolean {
  return decoratorsOf(owner).some((decorator) => {
    const called = decorator.type === 'call' ? decorator.childForFieldName('function') : decorator;
    const name = called?.childForFieldName('attribute')?.text ?? called?.text ?? '';
    if (/^(shared_task|task)$/.test(name))
      return called?.type === 'identifier'
        ? name === 'shared_task'
        : /(app|celery)$/i.test(called?.childForFieldName('object')?.text ?? '');
    return (
      decorator.type === 'call' &&
      called?.type === 'attribute' &&
      VERBS.test(name) &&
      (stringValue(positionalArguments(decorator)[0]) ?? '').startsWith('/')
    );
  });
}
