import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Type Hints & Static Analysis',
  about: [
    'Types written for the reader and checked by a tool: built-in generics, unions with `|`, protocols for what',
    'only has to quack, and no annotation that the oldest supported Python cannot read.',
  ].join(' '),
  bullets: ['3.12 typing', 'Protocols', 'Tools', 'Benefits'],
});
