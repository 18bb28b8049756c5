import type { CheckInfo, Sample } from '../core/check-info.ts';
import type { Catalogue } from './load.ts';

/** What a reader of the catalogue would trip over, one sentence each; empty for a catalogue that may be shipped. */
export function findRefusals(catalogue: Catalogue): readonly string[] {
  const bullets = new Map(catalogue.chapters.map(({ number, bullets: names }) => [number, names]));
  return catalogue.checks.flatMap(({ info }) =>
    [...refuseWords(info, bullets.get(info.chapter) ?? []), ...refuseSamples(info)].map((why) => `${info.id}: ${why}`),
  );
}

function refuseWords(info: CheckInfo, bullets: readonly string[]): readonly string[] {
  const why: string[] = [];
  if (!/^ch\d\d\/[a-z0-9]+(-[a-z0-9]+)*$/.test(info.id)) why.push('its file name is not kebab-case');
  if (info.title.length > 70 || /[.]$/.test(info.title))
    why.push('its title is a heading: at most 70 characters, no full stop');
  if (!bullets.includes(info.bullet))
    why.push(`its chapter has no bullet "${info.bullet}"; it has ${bullets.join(', ')}`);
  if (info.why.trim().length < 40) why.push('why is too short to teach anything');
  if (info.whenNotTo.trim().length < 15) why.push('whenNotTo says nothing');
  if (info.blocks && !info.secret) why.push('only checks of secrets may block where nothing is configured');
  for (const [name, option] of Object.entries(info.options)) {
    if (!/^[a-z]+(_[a-z]+)*$/.test(name)) why.push(`option ${name} is not snake_case`);
    if (option.type === 'integer' && !(option.min <= option.default && option.default <= option.max))
      why.push(`option ${name} has a default outside its range`);
  }
  return why;
}

function refuseSamples(info: CheckInfo): readonly string[] {
  const why: string[] = [];
  if (info.examples.length === 0) why.push('it has no example');
  if (info.quiet.length === 0) why.push('it has no near miss');
  const seen = new Map<string, string>();
  const note = (name: string, sample: Sample): void => {
    const text = JSON.stringify(sample);
    const earlier = seen.get(text);
    if (earlier !== undefined) why.push(`${name} repeats ${earlier}`);
    seen.set(text, name);
  };
  for (const [index, example] of info.examples.entries()) {
    note(`the bad side of example ${index + 1}`, example.bad);
    note(`the good side of example ${index + 1}`, example.good);
  }
  for (const [index, sample] of info.quiet.entries()) note(`near miss ${index + 1}`, sample);
  return why;
}
