/**
 * What Ruff says of a rule's fix: `safe` keeps what the code does, `unsafe` may not, `depends` is decided case by case, which the
 * WebAssembly build does not tell. `none`: no fix, or one that is not vouched for here.
 */
export type FixSafety = 'safe' | 'depends' | 'unsafe' | 'none';

/** From the `Fix::safe_edit`, `unsafe_edit` and `applicable_edit` calls in Ruff's rules, for the codes that our checks use. */
const CODES: readonly (readonly [FixSafety, string])[] = [
  ['safe', 'F811 F632 F901 PLW0120 PLW0245 I001 UP035 LOG009 PLE2510 PLE2512 PLE2513 PLE2514 PLE2515'],
  [
    'depends',
    'F401 B033 F504 F522 F523 PLE0241 UP006 UP007 UP045 UP040 PT001 PT003 PT006 PT007 PT009 PT014 PT018 PT022',
  ],
  ['depends', 'PT023 PT025 PT026 PT027 B014 G010 TRY400 PERF101 FURB129 ASYNC115 PLW1510'],
  ['unsafe', 'T201 F841 F601 PLW0133 PIE794 RUF024 E711 B006 PGH004 ANN201 UP046 UP047 RUF013 FA102 TC004 B011 RUF030'],
  [
    'unsafe',
    'LOG001 LOG002 LOG014 B028 RUF017 C400 C401 C402 C403 C404 C411 C414 C416 C417 C419 PERF102 RUF015 FURB192',
  ],
  ['unsafe', 'ASYNC105 ASYNC116 FAST001 FAST002 FAST003 PLE1519 PLE1520'],
];

const SAFETY = new Map(CODES.flatMap(([safety, codes]) => codes.split(' ').map((code) => [code, safety] as const)));

export function fixSafety(code: string): FixSafety {
  return SAFETY.get(code) ?? 'none';
}
