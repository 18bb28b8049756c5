import {
  argument,
  at,
  awaited,
  defineCheck,
  each,
  enclosing,
  enclosingFunction,
  inAsyncFunction,
  isKnownAs,
  literal,
  nameText,
  nodesIn,
  positionalArguments,
  py,
  spanOf,
  ownAttributes,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const REQUESTS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'];
const HTTPX = [...REQUESTS, 'stream'];
const SESSIONS: ReadonlySet<string> = new Set(['requests.Session', 'requests.session', 'requests.sessions.Session']);
const CLIENTS: ReadonlySet<string> = new Set(['httpx.Client']);
const POOLS: ReadonlySet<string> = new Set([
  'urllib3.PoolManager',
  'urllib3.HTTPConnectionPool',
  'urllib3.HTTPSConnectionPool',
]);
const PROCESSES: ReadonlySet<string> = new Set(['subprocess.Popen']);

/** What to write instead, by what blocks. */
const TWINS = {
  http: 'use `httpx.AsyncClient`, or `await asyncio.to_thread(…)`',
  client: 'use `httpx.AsyncClient`',
  process: 'use `asyncio.create_subprocess_exec`',
  wait: 'use `asyncio.create_subprocess_exec` and `await process.wait()`',
  sleep: 'use `await asyncio.sleep(…)`',
  input: 'use `await asyncio.to_thread(input, …)`',
} as const;

export default defineCheck({
  title: 'Blocking call inside `async def`',
  on: 'python',
  bullet: 'Choose',
  severity: 'error',
  preset: 'recommended',
  excludes: ['test'],
  why: `One thread runs the event loop, and all coroutines take turns on it. While a call blocks that thread, no other request is
    answered, no timeout fires and no heartbeat is sent.`,
  whenNotTo:
    'Nothing else runs on the loop while the call blocks: at the start of a program, say, before it serves anyone.',
  places: ({ text }) => ownAttributes(text, [...HTTPX, 'urlopen', 'wait', 'communicate']),
  examples: [
    {
      title: 'Wait, and ask, without holding the loop',
      bad: py`
        import time
        import requests

        async def stock(url):
            for _ in range(3):
                reply = requests.get(url, timeout=5)  # <-
                if reply.ok:
                    return reply.json()
                time.sleep(1)  # <-
      `,
      good: py`
        import asyncio
        import httpx

        async def stock(url):
            async with httpx.AsyncClient(timeout=5) as client:
                for _ in range(3):
                    reply = await client.get(url)
                    if reply.is_success:
                        return reply.json()
                    await asyncio.sleep(1)
      `,
    },
    {
      title: 'Let the loop watch the other process',
      bad: py`
        import subprocess as sp
        from subprocess import check_output

        async def label(order):
            text = check_output(["labels", order.id])  # <-
            printer = sp.Popen(["lp", "-"], stdin=sp.PIPE)
            printer.communicate(text)  # <-
      `,
      good: py`
        import asyncio
        from asyncio.subprocess import PIPE

        async def label(order):
            maker = await asyncio.create_subprocess_exec("labels", order.id, stdout=PIPE)
            text, _ = await maker.communicate()
            printer = await asyncio.create_subprocess_exec("lp", "-", stdin=PIPE)
            await printer.communicate(text)
      `,
    },
    {
      title: 'A client that blocks, and one that does not',
      bad: py`
        import httpx

        class Clinic:
            def __init__(self, base):
                self.http = httpx.Client(base_url=base)

            async def patient(self, number):
                return self.http.get(f"/patients/{number}").json()  # <-
      `,
      good: py`
        import httpx

        class Clinic:
            def __init__(self, base):
                self.http = httpx.AsyncClient(base_url=base)

            async def patient(self, number):
                return (await self.http.get(f"/patients/{number}")).json()
      `,
    },
    {
      title: 'Ask the person at the keyboard from a thread',
      bad: py`
        async def chat(room):
            while True:
                await room.send(input("> "))  # <-
      `,
      good: py`
        import asyncio

        async def chat(room):
            while True:
                await room.send(await asyncio.to_thread(input, "> "))
      `,
    },
  ],
  quiet: [
    // What a thread or another loop runs.
    py`
      import asyncio, time, requests

      async def report(url, loop):
          def fetch():
              time.sleep(0.1)
              return requests.get(url, timeout=5)
          first = await asyncio.to_thread(fetch)
          second = await loop.run_in_executor(None, lambda: requests.get(url, timeout=5))
          third = await asyncio.to_thread(requests.get, url, timeout=5)
          return first, second, third
    `,
    py`
      import time

      def wait():
          time.sleep(1)

      async def main(pause=time.sleep):
          time.sleep(0)
    `,
    // Other things of the same name.
    py`
      from anyio import sleep
      from asks import get
      from prompts import input

      async def main(requests, time, client):
          await sleep(1)
          await get("https://shop.example")
          requests.get("x")
          time.sleep(1)
          client.get("x")
          input("x")
    `,
    py`
      from pyodide.console import *

      async def main():
          name = await input("Name? ")
          return input(name)
    `,
    // Before anything runs.
    py`
      async def main():
          name = input("Name? ")
          await serve(name)
    `,
    // Started or looked at, not waited for.
    py`
      import os
      import subprocess

      async def spawn(pid, given):
          child = subprocess.Popen(["daemon"])
          child.poll()
          os.waitpid(pid, os.WNOHANG)
          given.wait()
          os.spawnlp(os.P_NOWAIT, "ls", "ls")
    `,
    py`
      import httpx

      async def main(url):
          async with httpx.AsyncClient() as client:
              await client.get(url)
          client = httpx.Client()
          client.close()
    `,
    py`
      import httpx

      async def get(url, client=None):
          client = httpx.Client() if url else client
          return client.get(url)
    `,
    at('tests/test_stock.py', 'import time\n\nasync def test_slow():\n    time.sleep(0.1)\n'),
  ],
  suspects: ({ text }) => /\basync\b/.test(text),
  calls: {
    ...each(
      REQUESTS.map((verb) => `requests.${verb}`),
      (call) => blocking(call, 'http'),
    ),
    ...each(
      HTTPX.map((verb) => `httpx.${verb}`),
      (call) => blocking(call, 'client'),
    ),
    ...each(['urllib.request.urlopen', 'urllib.request.urlretrieve', 'urllib3.request'], (call) =>
      blocking(call, 'http'),
    ),
    ...each([...HTTPX.map((verb) => `.${verb}`), '.urlopen'], (call, file) => onClient(call, file)),
    ...each(
      ['run', 'call', 'check_call', 'check_output', 'getoutput', 'getstatusoutput'].map((name) => `subprocess.${name}`),
      (call) => blocking(call, 'process'),
    ),
    'os.system': (call) => blocking(call, 'process'),
    ...each(['os.wait', 'os.wait3', 'os.wait4', 'os.waitpid'], (call) =>
      call.text.includes('WNOHANG') ? undefined : blocking(call, 'wait'),
    ),
    ...each(
      ['l', 'le', 'lp', 'lpe', 'v', 've', 'vp', 'vpe'].map((form) => `os.spawn${form}`),
      (call, file) => onSpawn(call, file),
    ),
    ...each(['.wait', '.communicate'], (call, file) =>
      isKnownAs(receiverOf(call), PROCESSES, file) ? blocking(call, 'wait') : undefined,
    ),
    'time.sleep': (call) => (literal(argument(call, 'secs', 0)) === 0 ? undefined : blocking(call, 'sleep')),
    input: (call, file) =>
      nodesIn(file.root, ['wildcard_import'], { nested: true }).length > 0 || isFirst(call)
        ? undefined
        : blocking(call, 'input'),
  },
});

function* blocking(call: PyNode, kind: keyof typeof TWINS): Generator<Draft> {
  if (!inAsyncFunction(call) || awaited(call)) return;
  const name = call.childForFieldName('function')?.text ?? '';
  const short = name.length > 40 || name.includes('\n') ? 'This call' : `\`${name}()\``;
  yield { at: spanOf(call), message: `${short} stops the whole event loop while it waits; ${TWINS[kind]}.` };
}

/** Nothing was started yet: before its first wait a program may ask whoever starts it. */
function isFirst(call: PyNode): boolean {
  const owner = enclosingFunction(call);
  if (!owner || !/^_*(a?main|run|start\w*|cli)$/.test(nameText(owner))) return false;
  const inLoop = enclosing(call, 'while_statement', 'for_statement');
  const waits = nodesIn(owner, ['await', 'with_statement', 'for_statement']).filter(({ text }) =>
    /\b(await|async)\b/.test(text),
  );
  return (
    (!inLoop || inLoop.startIndex < owner.startIndex) && waits.every(({ startIndex }) => startIndex > call.startIndex)
  );
}

function receiverOf(call: PyNode): PyNode | null {
  return call.childForFieldName('function')?.childForFieldName('object') ?? null;
}

function onClient(call: PyNode, file: PythonFile): Iterable<Draft> | undefined {
  if (!inAsyncFunction(call)) return undefined;
  const receiver = receiverOf(call);
  if (isKnownAs(receiver, CLIENTS, file)) return blocking(call, 'client');
  return isKnownAs(receiver, SESSIONS, file) || isKnownAs(receiver, POOLS, file) ? blocking(call, 'http') : undefined;
}

/** Only `P_WAIT` waits for the end. */
function onSpawn(call: PyNode, file: PythonFile): Iterable<Draft> | undefined {
  const [mode] = positionalArguments(call);
  return mode && file.nameOf(mode) === 'os.P_WAIT' ? blocking(call, 'process') : undefined;
}
