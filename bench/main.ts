/** What it costs. Prints tables, asserts nothing: `npm run bench [-- traffic|speed|memory|start|large] [-- speed FOLDER]`. */
import { measureLarge } from './large.ts';
import { measureMemory } from './memory.ts';
import { measureSpeed } from './speed.ts';
import { measureStart } from './start.ts';
import { measureTraffic } from './traffic.ts';

const [only, folder] = process.argv.slice(2);
const SECTIONS = {
  traffic: measureTraffic,
  speed: () => measureSpeed(folder),
  memory: measureMemory,
  start: measureStart,
  large: measureLarge,
} as const;

for (const [name, measure] of Object.entries(SECTIONS)) if (only === undefined || only === name) await measure();
