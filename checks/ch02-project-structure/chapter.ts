import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Modern Project Structure',
  about: [
    'Packages under `src`, tests beside them, metadata in one `pyproject.toml`, settings apart from code: a',
    'layout in which tools and people find things without being told.',
  ].join(' '),
  bullets: ['Layout', 'Config', 'Metadata', 'Pattern'],
});
