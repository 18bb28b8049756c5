import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Data Validation & Pydantic',
  about: [
    'Data is checked once, where it comes in, by models that say what is allowed. Inside, the types can be',
    'trusted.',
  ].join(' '),
  bullets: ['Pydantic v2', 'Annotated', 'Settings', 'Integration'],
});
