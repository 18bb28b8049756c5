import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Error Handling, Debugging, Logging',
  about: [
    'Errors keep their cause and reach somebody who can act; calls to the outside end in time; the log says what',
    "happened without the reader's help.",
  ].join(' '),
  bullets: ['Exceptions', 'Resilience', 'Logging', 'Observability', 'Debugging'],
});
