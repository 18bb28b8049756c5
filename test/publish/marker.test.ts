import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readMarker, readMarkers, writeMarker } from '../../src/publish/marker.ts';
import { key, pull } from './plan-input.ts';

const prints = ['0123456789abcdef', 'fedcba9876543210'];
const open = { fingerprints: prints, isSettled: false };

describe('the marker', () => {
  const marker = writeMarker(prints, { key, pull });

  it('is one hidden line', () => {
    assert.match(marker, /^<!-- chapter-and-verse v1 fp=0123456789abcdef,fedcba9876543210 sig=[0-9a-f]{16} -->$/);
  });

  it('is read back from the end of a comment', () => {
    assert.deepEqual(readMarker(`Some words.\n\n${marker}`, key, pull), open);
    assert.deepEqual(readMarker(`Some words.\n\n${marker}\n\nAnd more.`, key, pull), open);
  });

  it('holds for names in any case, as on GitHub', () => {
    assert.deepEqual(readMarker(marker, key, { ...pull, owner: 'octo', repo: 'SHOP' }), open);
  });

  const others: readonly (readonly [string, string])[] = [
    ['another key', readAs(marker, 'another key')],
    ['another pull request', readAs(marker, key, 8)],
    ['another fingerprint', readAs(marker.replace('0123', '0124'), key)],
    ['one fingerprint less', readAs(marker.replace(',fedcba9876543210', ''), key)],
    [
      'another signature',
      readAs(
        marker.replace(/sig=./, (part) => `sig=${part.endsWith('0') ? '1' : '0'}`),
        key,
      ),
    ],
    ['a longer signature', readAs(marker.replace(/ -->/, '0 -->'), key)],
    ['no signature', readAs(marker.replace(/ sig=\w+/, ''), key)],
    ['no marker', readAs('Some words.', key)],
  ];
  for (const [what, result] of others) it(`is not believed with ${what}`, () => assert.equal(result, 'not believed'));

  it('counts only where it is the last one: what stands before may be quoted', () => {
    const own = writeMarker(['00000000000000aa'], { key, pull });
    assert.deepEqual(readMarker(`\`\`\`\n${marker}\n\`\`\`\n\n${own}`, key, pull)?.fingerprints, ['00000000000000aa']);
    const forged = own.replace(/sig=\w+/, `sig=${'0'.repeat(16)}`);
    assert.equal(readMarker(`${marker}\n${forged}`, key, pull), undefined);
  });

  it('says what its findings are whatever their file is called, where all of them say so', () => {
    const placeless = ['00000000000000aa', '00000000000000bb'];
    const both = writeMarker(prints, { key, pull, placeless });
    assert.deepEqual(readMarker(both, key, pull), { ...open, placeless });
    assert.equal(readMarker(both.replace('=00', '=01'), key, pull), undefined);
    assert.equal(readMarker(both.replace(/ any=\S+/, ''), key, pull), undefined);
    assert.equal(writeMarker(prints, { key, pull, placeless: ['00000000000000aa', undefined] }), marker);
  });

  it('says of what it speaks whether that is settled', () => {
    const settled = writeMarker(prints, { key, pull, state: 'settled' });
    assert.deepEqual(readMarker(settled, key, pull), { fingerprints: prints, isSettled: true });
    assert.equal(readMarker(settled.replace('settled=', 'fp='), key, pull), undefined);
    assert.equal(readMarker(marker.replace('fp=', 'settled='), key, pull), undefined);
  });

  it('is no comment’s where it remembers what a review had no room for', () => {
    assert.equal(readMarker(writeMarker(prints, { key, pull, state: 'held' }), key, pull), undefined);
  });

  it('is made of fingerprints only', () => {
    assert.throws(() => writeMarker([], { key, pull }), RangeError);
    assert.throws(() => writeMarker(['x --> <b>'], { key, pull }), RangeError);
  });
});

function readAs(body: string, withKey: string, number: number = pull.number): string {
  return readMarker(body, withKey, { ...pull, number }) ? 'believed' : 'not believed';
}

describe('a review body with several markers', () => {
  const forged = writeMarker(prints, { key: 'another key', pull });
  const parts = ['00000000000000aa', '00000000000000bb'].map((print) => writeMarker([print], { key, pull }));

  it('carries the fingerprints of all that are ours', () => {
    const said = readMarkers([...parts, forged].join('\n\n'), key, pull);
    assert.deepEqual(said?.fingerprints, ['00000000000000aa', '00000000000000bb']);
  });

  it('tells what has no comment from what has one', () => {
    const held = writeMarker(['00000000000000cc'], { key, pull, state: 'held' });
    assert.deepEqual(readMarkers([held, ...parts, forged].join('\n\n'), key, pull), {
      fingerprints: ['00000000000000aa', '00000000000000bb'],
      isSettled: false,
      held: ['00000000000000cc'],
    });
    assert.deepEqual(readMarkers(held, key, pull)?.fingerprints, []);
  });

  it('carries none where none is ours', () => {
    assert.equal(readMarkers(forged, key, pull), undefined);
  });
});
