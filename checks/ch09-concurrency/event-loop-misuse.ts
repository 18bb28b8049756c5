import { defineCheck, inAsyncFunction, py, spanOf } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Event loop asked for in the wrong way',
  on: 'python',
  bullet: 'Structured async',
  severity: 'warning',
  preset: 'recommended',
  why: `In a coroutine a loop is already running. \`get_running_loop()\` gives just that one, and fails at once where there is
    none; \`get_event_loop()\` may make or find another.`,
  whenNotTo: 'The code must run on Python 3.6.',
  fixes: true,
  examples: [
    {
      title: 'Ask for the loop that is running',
      bad: py`
        import asyncio
        async def main():
            loop = asyncio.get_event_loop()  # <-
            await loop.run_in_executor(None, work)
      `,
      good: py`
        import asyncio
        async def main():
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, work)
      `,
    },
  ],
  quiet: [
    py`
      import asyncio
      def main():
          return asyncio.get_event_loop()
    `,
  ],
  calls: {
    *'asyncio.get_event_loop'(call, file) {
      if (!inAsyncFunction(call)) return;
      const callee = call.childForFieldName('function');
      if (!callee) return;
      yield {
        at: spanOf(call),
        message: 'A coroutine should ask for the loop that is already running.',
        fix: {
          title: 'Use get_running_loop()',
          edits: [{ span: spanOf(callee), text: 'asyncio.get_running_loop' }],
          safe: file.nameOf(callee) === callee.text,
        },
      };
    },
  },
});
