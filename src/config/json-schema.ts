import { z } from 'zod';
import type { Known } from './config.ts';
import { configSchema } from './schema.ts';

/**
 * JSON Schema (draft 2020-12) of the file, for completion in editors, made of the schema that reads it.
 * It accepts every configuration that is read without an error. It cannot see unclosed brackets, numbers of globs
 * and labels, two names for one check or label, and what is wrong with the YAML itself.
 */
export function jsonSchema(known: Known): object {
  const { root, notes } = configSchema(known);
  return z.toJSONSchema(root, { target: 'draft-2020-12', metadata: notes });
}
