import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDockerfile } from '../../src/engines/dockerfile.ts';
import { parseRequirements } from '../../src/engines/requirements.ts';
import { findSecrets } from '../../src/engines/secrets.ts';
import { parseToml } from '../../src/engines/toml.ts';
import { parseYaml } from '../../src/engines/yaml.ts';
import { sourceFile } from '../support/source-file.ts';
import { drawn, pem } from './secret-samples.ts';

/** Pieces that invite an expression or a parser to look at the rest again and again. A search that is not linear does not end here. */
const PIECES: readonly string[] = [
  ['a', 'A', '0', ' ', '\n', '-', '"', '\\n', '{', '[', '(', '&a ', '*a ', '? ', '#', '\u0024{', '<<A '],
  ['://', 'a://', 'a://b:', 'a://b:c@', 'http://a:b@c '],
  ['eyJ', `eyJ${drawn(12)}.eyJ`, 'xoxb-a-', 'ghs_1_', 'ghs_1_a.', 'glpat-', 'T3BlbkFJ', 'SG.a.', 'hvs.', 'dp.st.a.'],
  ['SECRET_KEY', 'SECRET_KEY: str', 'aws_secret_aws_', 'Server=a;', '?sv=a&', 'machine a login b ', 'sig='],
  [
    '-----BEGIN ',
    pem().slice(0, 40),
    'PuTTY-User-Key-File-2: a\nPrivate-Lines: 1\n',
    'a @ ',
    'a==1 \\\n',
    ' ;',
    '--hash ',
  ],
].flat();
const SIZE = 200_000;

for (const piece of PIECES) {
  test(`${JSON.stringify(piece.slice(0, 30))} again and again comes to an end in every engine`, async () => {
    const text = `twilio mailgun notion discord\n${piece.repeat(Math.ceil(SIZE / piece.length))}`;
    const source = sourceFile(text, 'a.env');
    for (const parse of [parseToml, parseYaml, parseDockerfile, parseRequirements]) {
      const result = parse(source);
      if (!result.ok) assert.equal(result.message.split('\n').length, 1, 'one sentence');
    }
    const hits = await findSecrets(source);
    assert.ok(hits.every(({ span }) => span.line >= 1 && span.line <= source.lines.length));
  });
}
