/** What it costs. Prints tables, asserts nothing: `npm run bench [-- traffic|speed|memory|start|large]`. */
import { measureLarge } from './large.ts';
import { measureMemory } from './memory.ts';
import { measureSpeed } from './speed.ts';
import { measureStart } from './start.ts';
import { measureTraffic } from './traffic.ts';

const SECTIONS = {
  traffic: measureTraffic,
  speed: measureSpeed,
  memory: measureMemory,
  start: measureStart,
  large: measureLarge,
} as const;

const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(SECTIONS))
  if (wanted.length === 0 || wanted.includes(name)) await measure();
