import type { CheckInfo } from '../core/check-info.ts';
import type { Severity } from '../core/flow.ts';
import { chapterName, pageUrl, type Book } from '../docs/book.ts';
import { renderCheckPage } from '../docs/page.ts';
import { compareText } from '../docs/order.ts';
import { sarifText, type SarifMessage } from './sarif-text.ts';

export type SarifLevel = 'error' | 'warning' | 'note';

export const SARIF_LEVELS: Readonly<Record<Severity, SarifLevel>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
};

const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'recommendation',
};

/** SARIF's `reportingDescriptor`. */
export interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly deprecatedIds?: readonly string[];
  readonly shortDescription: SarifMessage;
  readonly fullDescription: SarifMessage;
  readonly help: SarifMessage;
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: SarifLevel };
  readonly properties: { readonly tags: readonly string[]; readonly 'problem.severity': string };
}

/** Every check, found something or not, sorted by id: a viewer can then tell a mended finding from a check that is gone. */
export function sarifRules(book: Book): readonly SarifRule[] {
  return [...book.checks.values()].sort((a, b) => compareText(a.id, b.id)).map((info) => toRule(info, book));
}

function toRule(info: CheckInfo, book: Book): SarifRule {
  const chapter = book.chapters.get(info.chapter);
  const citation = `${chapterName(info.chapter, chapter)}: ${info.bullet}`;
  return {
    id: info.id,
    name: info.id
      .slice(info.id.indexOf('/') + 1)
      .replace(/(^|-)([a-z0-9])/g, (_match, _dash, letter: string) => letter.toUpperCase()),
    ...(info.formerly.length > 0 ? { deprecatedIds: info.formerly } : {}),
    shortDescription: sarifText(info.title),
    fullDescription: sarifText(info.why),
    help: { text: `${sarifText(info.why).text}\n\n${citation}\n`, markdown: renderCheckPage(info, chapter) },
    helpUri: encodeURI(pageUrl(book.docsUrl, info.id)),
    defaultConfiguration: { level: SARIF_LEVELS[info.severity] },
    properties: {
      tags: [`chapter-${String(info.chapter).padStart(2, '0')}`, ...(chapter ? [chapter.title] : [])],
      'problem.severity': PROBLEM_SEVERITIES[info.severity],
    },
  };
}
