import { awaited, defineCheck, isKnownAs, py, spanOf, ownAttributes } from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Redis command that stops the whole server',
  on: 'python',
  bullet: 'Caching',
  severity: 'warning',
  preset: 'recommended',
  why: `Redis does one thing at a time. \`KEYS\` looks at every key while all other clients wait, and a flush takes away what other
    programs keep there; a scan goes in small steps.`,
  whenNotTo: 'The server belongs to this program alone and holds a few thousand keys at most.',
  excludes: ['test', 'script'],
  mentions: ['keys(', 'flushall(', 'flushdb('],
  suspects: ({ text }) => /redis|valkey/i.test(text),
  places: ({ text }) => ownAttributes(text, ['keys', 'flushall', 'flushdb']),
  examples: [
    {
      title: 'Scan instead of listing all keys',
      bad: py`
        import redis

        cache = redis.Redis(decode_responses=True)

        def sessions():
            return [cache.get(key) for key in cache.keys("session:*")]  # <-
      `,
      good: py`
        import redis

        cache = redis.Redis(decode_responses=True)

        def sessions():
            return [cache.get(key) for key in cache.scan_iter("session:*")]
      `,
    },
    {
      title: 'Remove what is yours',
      bad: py`
        from redis.asyncio import Redis

        async def forget_prices(client: Redis):
            await client.flushdb()  # <-
      `,
      good: py`
        from redis.asyncio import Redis

        async def forget_prices(client: Redis):
            async for key in client.scan_iter("price:*"):
                await client.unlink(key)
      `,
    },
  ],
  quiet: [
    // A dict, and what nobody knows to be Redis.
    py`
      import redis

      def names(prices, client):
          return list(prices.keys()) + client.keys("price:*")
    `,
    py`
      import redis

      cache = redis.Redis()
      cache = {}

      def names():
          return cache.keys()
    `,
    // The fields of one hash.
    py`
      import redis

      cache = redis.Redis()

      def fields(order):
          return cache.hkeys(f"order:{order}")
    `,
    // One key, said outright.
    py`
      import redis

      cache = redis.Redis()

      def is_set():
          return bool(cache.keys("ready"))
    `,
  ],
  calls: { '.keys': findKeys, '.flushall': findFlush, '.flushdb': findFlush },
});

const CLIENTS: ReadonlySet<string> = new Set([
  ...['redis', 'redis.client', 'redis.asyncio', 'redis.asyncio.client', 'aioredis', 'valkey', 'valkey.asyncio'].flatMap(
    (module) =>
      ['Redis', 'StrictRedis', 'from_url', 'Redis.from_url', 'StrictRedis.from_url', 'Valkey'].map(
        (name) => `${module}.${name}`,
      ),
  ),
  'redis.RedisCluster',
  'redis.cluster.RedisCluster',
  'redis.asyncio.RedisCluster',
  'django_redis.get_redis_connection',
  'flask_redis.FlaskRedis',
  'fakeredis.FakeRedis',
]);

function isRedis(call: PyNode, file: PythonFile): boolean {
  return isKnownAs(call.childForFieldName('function')?.childForFieldName('object') ?? null, CLIENTS, file);
}

function* findKeys(call: PyNode, file: PythonFile): Iterable<Draft> {
  const pattern = call.childForFieldName('arguments')?.firstNamedChild;
  // A pattern without a wildcard asks for one key, which is odd but cheap to read.
  if ((pattern?.type === 'string' && !/[*?[{]/.test(pattern.text)) || !isRedis(call, file)) return;
  const instead = awaited(call) ? '`async for` over `scan_iter()`' : '`scan_iter()`';
  yield {
    at: spanOf(call),
    message: `\`KEYS\` makes every other client wait while it reads all keys: use ${instead}.`,
  };
}

function* findFlush(call: PyNode, file: PythonFile): Iterable<Draft> {
  if (!isRedis(call, file)) return;
  const name = call.childForFieldName('function')?.childForFieldName('attribute')?.text ?? '';
  const what = name === 'flushall' ? 'every database of the server' : 'the whole database';
  yield {
    at: spanOf(call),
    message: `\`${name}\` empties ${what}, for all who use it: delete the keys of your own prefix.`,
  };
}
