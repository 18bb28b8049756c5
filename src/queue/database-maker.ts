/** The program that makes an empty database: `database-maker.ts <folder>`. */
import { PGlite } from '@electric-sql/pglite';
import { compilePglite } from './compile-pglite.ts';

const [dataDir = ''] = process.argv.slice(2);
const pglite = await PGlite.create({ dataDir, ...compilePglite() });
await pglite.close();
