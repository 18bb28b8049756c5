/** Methods of Pydantic 1 models, as version 2 calls them. */

export interface OldMethod {
  /** What it is called in version 2, where a new name is all that it takes. */
  readonly now?: string;
  /** What to write, where more is needed. */
  readonly hint?: string;
  /** Keywords that mean the same under the new name; any if absent. */
  readonly keywords?: RegExp;
}

const DUMP = /^(include|exclude|by_alias|exclude_unset|exclude_defaults|exclude_none)$/;

export const OLD_METHODS: Readonly<Record<string, OldMethod>> = {
  dict: { now: 'model_dump', keywords: DUMP },
  json: { now: 'model_dump_json', keywords: DUMP },
  copy: { now: 'model_copy', keywords: /^(update|deep)$/ },
  parse_obj: { now: 'model_validate' },
  validate: { now: 'model_validate' },
  from_orm: { now: 'model_validate' },
  construct: { now: 'model_construct' },
  schema: { now: 'model_json_schema' },
  parse_raw: { hint: '`model_validate_json`' },
  parse_file: { hint: '`model_validate_json` on the text of the file' },
  schema_json: { hint: '`json.dumps` of `model_json_schema()`' },
  update_forward_refs: { hint: '`model_rebuild`' },
};
