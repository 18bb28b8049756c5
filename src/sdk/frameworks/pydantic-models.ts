import type { PyNode, PythonFile } from '../../core/facts.ts';
import { nameText } from '../python/python-definitions.ts';
import { admitsVersion } from '../dependencies/python-ranges.ts';
import { nodesIn } from '../python/python.ts';

/** Names that only Pydantic 2 has. */
const V2_NAMES =
  /^pydantic\.(?:field_validator|model_validator|field_serializer|model_serializer|computed_field|ConfigDict|RootModel|TypeAdapter)$|^pydantic_settings\b/;

/** The declared range leaves no version 1, or the file itself uses what version 1 does not have. */
export function isPydanticV2({ project, imports }: PythonFile): boolean {
  const range = project.dependencies['pydantic'];
  const declared = range !== undefined && /\d/.test(range) ? admitsVersion(range, '1.10.13') : undefined;
  if (declared !== undefined) return !declared;
  return (
    project.dependencies['pydantic-settings'] !== undefined || [...imports.values()].some((name) => V2_NAMES.test(name))
  );
}

const BASES: ReadonlySet<string> = new Set([
  'pydantic.BaseModel',
  'pydantic.main.BaseModel',
  'pydantic_settings.BaseSettings',
  'pydantic.RootModel',
]);

/** True for a class that is a model for sure: it, or what it derives from in this file, names Pydantic's own base. */
export function isPydanticModel(definition: PyNode, file: PythonFile): boolean {
  return lineOfModels(definition, file).some((one) => basesOf(one).some((base) => BASES.has(file.nameOf(base) ?? '')));
}

/** The model at the top level of this file that has a name; undefined where there is none, or more than one class of the name. */
export function pydanticModelNamed(name: string, file: PythonFile): PyNode | undefined {
  const found = classesNamed(name, file);
  return found.length === 1 && found[0] && isPydanticModel(found[0], file) ? found[0] : undefined;
}

/** True if the class, or what it derives from in this file, defines a method or attribute itself. */
export function modelDefines(definition: PyNode, name: string, file: PythonFile): boolean {
  return lineOfModels(definition, file).some((one) =>
    nodesIn(one, ['function_definition']).some((method) => nameText(method) === name),
  );
}

/** The class and those of its bases that this file defines, each once. */
function lineOfModels(definition: PyNode, file: PythonFile): readonly PyNode[] {
  const line = [definition];
  for (const one of line) {
    for (const base of basesOf(one)) {
      const [found, ...others] =
        base.type === 'identifier' && file.nameOf(base) === undefined ? classesNamed(base.text, file) : [];
      if (found && others.length === 0 && !line.some(({ id }) => id === found.id)) line.push(found);
    }
  }
  return line;
}

/** Positional bases; `Page[T]` counts as `Page`. */
function basesOf(definition: PyNode): readonly PyNode[] {
  const bases = definition.childForFieldName('superclasses')?.namedChildren ?? [];
  return bases.map((base) => (base.type === 'subscript' ? (base.childForFieldName('value') ?? base) : base));
}

function classesNamed(name: string, file: PythonFile): readonly PyNode[] {
  return nodesIn(file.root, ['class_definition']).filter((one) => nameText(one) === name);
}
