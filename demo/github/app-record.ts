import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { defaultEvents, leastPermissions } from './options.ts';
import type { Account, AppRecord } from './model.ts';
import type { DemoGitHubOptions } from './options.ts';

const generate = promisify(generateKeyPair);

interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

let keys: Promise<KeyPair> | undefined;

/** One pair for the whole process: making a pair takes longer than starting a server. */
function keyPair(): Promise<KeyPair> {
  keys ??= generate('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return keys;
}

/** Registers the App, with a web-hook secret of its own unless one is given. */
export async function createAppRecord(
  options: DemoGitHubOptions,
  make: { account: (login: string) => Account; createdAt: string },
): Promise<AppRecord> {
  const { privateKey, publicKey } = await keyPair();
  const slug = options.app?.slug ?? 'chapter-and-verse';
  return {
    id: 4242,
    clientId: 'Iv23demo000000000000',
    slug,
    name: options.app?.name ?? 'Chapter & Verse',
    privateKey,
    publicKey,
    owner: make.account('the-library'),
    bot: make.account(`${slug}[bot]`),
    createdAt: make.createdAt,
    webhookSecret: options.webhook?.secret ?? randomBytes(20).toString('hex'),
    permissions: options.app?.permissions ?? leastPermissions,
    events: options.app?.events ?? defaultEvents,
  };
}
