import { argument, defineCheck, each, hasSplat, py, spanOf } from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'];

export default defineCheck({
  title: 'HTTP call without a timeout',
  on: 'python',
  bullet: 'Resilience',
  severity: 'warning',
  preset: 'recommended',
  why: `\`requests\` waits for ever by default. When the other side stops answering, so does this program, one worker after the
    other, and nothing in the log says why.`,
  whenNotTo:
    'A timeout is set around the call, for example by an adapter mounted on the session or by the job that runs it.',
  excludes: ['test', 'script'],
  fixes: true,
  places: 'calls',
  examples: [
    {
      title: 'Say how long to wait',
      bad: py`
        import requests

        def rates(url):
            return requests.get(url).json()  # <-
      `,
      good: py`
        import requests

        def rates(url):
            return requests.get(url, timeout=10).json()
      `,
    },
    {
      title: 'No timeout at all is a decision to wait for ever',
      bad: py`
        from requests import post as send

        def notify(url, order):
            send(url, json=order, timeout=None)  # <-
      `,
      good: py`
        from requests import post as send

        def notify(url, order):
            send(url, json=order, timeout=(3, 30))
      `,
    },
  ],
  quiet: [
    py`
      import httpx

      def rates(url):
          return httpx.get(url).json()
    `,
    py`
      import requests

      def rates(url, **options):
          return requests.get(url, **options).json()
    `,
    py`
      import requests

      def rates(url, timeout):
          return requests.get(url, timeout=timeout).json()
    `,
    py`
      class Client:
          def get(self, key):
              return self.cache.get(key)
    `,
    py`
      def rates(requests, url):
          return requests.get(url)
    `,
  ],
  calls: each(
    VERBS.map((verb) => `requests.${verb}`),
    findMissing,
  ),
});

function* findMissing(call: PyNode, _file: PythonFile): Iterable<Draft> {
  if (hasSplat(call)) return;
  const timeout = argument(call, 'timeout');
  if (timeout && timeout.text !== 'None') return;
  const list = call.childForFieldName('arguments');
  if (!list) return;
  const message = 'This call waits for ever when the other side does not answer; give it a `timeout`.';
  if (timeout) {
    yield {
      at: spanOf(call),
      message,
      fix: { title: 'Wait ten seconds', edits: [{ span: spanOf(timeout), text: '10' }], safe: true },
    };
    return;
  }
  yield {
    at: spanOf(call),
    message,
    fix: { title: 'Wait ten seconds', edits: [{ span: endOf(list), text: separator(list) }], safe: true },
  };
}

/** The place before the closing parenthesis. */
function endOf(list: PyNode): ReturnType<typeof spanOf> {
  const { endLine, endCol } = spanOf(list);
  return { line: endLine, col: endCol - 1, endLine, endCol: endCol - 1 };
}

function separator(list: PyNode): string {
  const inside = list.text.slice(1, -1).trimEnd();
  if (inside.trim() === '') return 'timeout=10';
  return inside.endsWith(',') ? ' timeout=10' : ', timeout=10';
}
