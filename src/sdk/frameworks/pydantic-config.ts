import type { PyNode, PythonFile } from '../../core/facts.ts';
import type { Fix } from '../../core/flow.ts';
import { after, spanOf } from '../../core/span.ts';
import { bodyOf } from '../python/python-definitions.ts';
import { nodesIn } from '../python/python.ts';

/** The `class Config` of Pydantic 1 models. */

/** Settings of version 1 that do nothing in version 2 → what they are called there. `frozen` is the opposite of the old one. */
export const RENAMED_SETTINGS: Readonly<Record<string, string>> = {
  allow_mutation: 'frozen',
  allow_population_by_field_name: 'populate_by_name',
  anystr_lower: 'str_to_lower',
  anystr_strip_whitespace: 'str_strip_whitespace',
  anystr_upper: 'str_to_upper',
  keep_untouched: 'ignored_types',
  max_anystr_length: 'str_max_length',
  min_anystr_length: 'str_min_length',
  orm_mode: 'from_attributes',
  schema_extra: 'json_schema_extra',
  validate_all: 'validate_default',
};

export interface ModelSetting {
  readonly key: string;
  readonly value: PyNode;
}

/** The settings of a `Config` that holds nothing but plain assignments; undefined for others. */
export function settingsOfConfig(config: PyNode): readonly ModelSetting[] | undefined {
  const settings = bodyOf(config).map((statement): ModelSetting | undefined => {
    const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : undefined;
    const key = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : undefined;
    const value = assignment?.childForFieldName('right');
    return key?.type === 'identifier' && value && value.type !== 'assignment' ? { key: key.text, value } : undefined;
  });
  const known = settings.filter((setting) => setting !== undefined);
  return known.length === settings.length ? known : undefined;
}

/** Keys that mean the same in both versions. */
const SAME =
  /^(title|extra|frozen|use_enum_values|validate_assignment|arbitrary_types_allowed|alias_generator|json_encoders)$/;

/** `model_config = ConfigDict(…)` in place of the class, where the import line can take one name more. */
export function configDictFix(config: PyNode, settings: readonly ModelSetting[], file: PythonFile): Fix | undefined {
  const hasMore = config.childForFieldName('superclasses') !== null || config.descendantsOfType('comment').length > 0;
  if (
    hasMore ||
    settings.length === 0 ||
    !settings.every(({ key, value }) => SAME.test(key) && value.startPosition.row === value.endPosition.row)
  )
    return undefined;
  const line = nodesIn(file.root, ['import_from_statement']).find(
    (one) => one.childForFieldName('module_name')?.text === 'pydantic',
  );
  const last = line?.childrenForFieldName('name').at(-1);
  const isThere = file.imports.get('ConfigDict') === 'pydantic.ConfigDict';
  if (!last || (!isThere && /\bConfigDict\b/.test(file.text))) return undefined;
  const text = `model_config = ConfigDict(${settings.map(({ key, value }) => `${key}=${value.text}`).join(', ')})`;
  const edits = [
    { span: spanOf(config), text },
    ...(isThere ? [] : [{ span: after(spanOf(last)), text: ', ConfigDict' }]),
  ];
  return { title: 'Write model_config', edits, safe: true };
}
