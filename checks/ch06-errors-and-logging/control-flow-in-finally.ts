import { defineCheck, lineAt, py } from '../../src/sdk/check.ts';

export default defineCheck({
  title: '`return`, `break` or `continue` in a `finally`',
  on: 'ruff',
  codes: ['B012'],
  bullet: 'Exceptions',
  severity: 'error',
  preset: 'recommended',
  why: `A \`finally\` also runs while an exception is on its way out. Leaving it by \`return\`, \`break\` or \`continue\` drops that exception,
    Ctrl-C and cancellation included, and replaces what the \`try\` returned. Python 3.14 warns about it when it compiles the file.`,
  whenNotTo:
    'Every exception is meant to end here: then `except BaseException:` says so, and stays clear of the warning.',
  examples: [
    {
      title: 'Tidy up in `finally`, return from `try`',
      bad: py`
        def read_price(path):
            file = open(path)
            price = 0
            try:
                price = int(file.read())
            finally:
                file.close()
                return price  # <-
      `,
      good: py`
        def read_price(path):
            file = open(path)
            try:
                return int(file.read())
            finally:
                file.close()
      `,
    },
    {
      title: 'Go on with the next one in an `except` that names what may fail',
      bad: py`
        def send_all(letters):
            for letter in letters:
                try:
                    letter.send()
                finally:
                    letter.close()
                    continue  # <-

        def send_first(letters):
            for letter in letters:
                try:
                    letter.send()
                finally:
                    if letter.sent:
                        break  # <-
      `,
      good: py`
        def send_all(letters):
            for letter in letters:
                try:
                    letter.send()
                except ConnectionError:
                    log.warning("not sent: %s", letter)
                finally:
                    letter.close()

        def send_first(letters):
            for letter in letters:
                letter.send()
                if letter.sent:
                    break
      `,
    },
  ],
  quiet: [
    // The loop is inside of the finally, and so is the function.
    py`
      def close_all(files):
          try:
              work(files)
          finally:
              for file in files:
                  if file.closed:
                      continue
                  file.close()
              while True:
                  if not files:
                      break
                  files.pop()
    `,
    py`
      def start(worker):
          try:
              worker.start()
          finally:
              def stop():
                  return worker.stop()
              worker.on_exit(stop, lambda: 1)
    `,
    // Around it, not in it.
    py`
      def retry(job):
          while True:
              try:
                  return job()
              except OSError:
                  continue
              finally:
                  job.close()

      def last(items):
          for item in items:
              try:
                  item.check()
              except ValueError:
                  break
              else:
                  return item
    `,
  ],
  message({ span }, file) {
    const word = /^\w+/.exec(lineAt(file, span.line).slice(span.col - 1))?.[0] ?? 'return';
    return word === 'return'
      ? 'This `return` drops the exception that is under way and what the `try` returned; put it after the `finally`.'
      : `This \`${word}\` drops the exception that is under way; catch what is expected, and let \`finally\` only tidy up.`;
  },
});
