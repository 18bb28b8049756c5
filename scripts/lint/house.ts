/** Our own rules for oxlint: what no rule that comes with it says. Loaded by .oxlintrc.json. */
import { functionDeclarations } from './function-declarations.ts';
import { reasonedAssertion } from './reasoned-assertion.ts';
import { roomsRule } from './rooms-rule.ts';

export default {
  meta: { name: 'house' },
  rules: { rooms: roomsRule, 'function-declarations': functionDeclarations, 'reasoned-assertion': reasonedAssertion },
};
