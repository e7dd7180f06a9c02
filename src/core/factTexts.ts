import type { Say } from './explanationText';
import type { Entity, EntityKind, MessageFacts } from './learning';

/** Characters of a name that are shown, and names. */
const longest = 80;
const mostNames = 12;

/** What a message tells by its own words, each a sentence: how much it presses, what it names and what it is about. */
export function factTexts({ urgency, entities, keyPhrases }: MessageFacts, say: Say): string[] {
  return [
    ...(urgency === null ? [] : [say('Urgency: {0} %', Math.round(urgency * 100))]),
    ...(entities.length === 0 ? [] : [say('It names: {0}', namesOf(entities, say))]),
    ...(keyPhrases.length === 0 ? [] : [say('It is about: {0}', keyPhrases.join(', '))]),
  ];
}

function namesOf(entities: readonly Entity[], say: Say): string {
  const names = [...new Set(entities.map(({ kind, text }) => `${kindText(kind, say)} ${text.length > longest ? `${text.slice(0, longest)}…` : text}`))];
  return [...names.slice(0, mostNames), ...(names.length > mostNames ? ['…'] : [])].join(', ');
}

function kindText(kind: EntityKind, say: Say): string {
  switch (kind) {
    case 'url':
      return say('address');
    case 'file':
      return say('file');
    case 'ip':
      return say('IP');
    case 'host':
      return say('host');
    case 'port':
      return say('port');
    case 'user':
      return say('user');
    case 'id':
      return say('id');
    case 'sqlState':
      return say('SQL state');
    case 'httpStatus':
      return say('HTTP status');
    case 'errno':
      return say('errno');
    case 'exception':
      return say('exception');
    case 'package':
      return say('package');
    case 'version':
      return say('version');
    case 'duration':
      return say('duration');
    case 'size':
      return say('size');
  }
}
