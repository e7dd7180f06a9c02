import { type AiAnswer, readAnswer } from './answer';
import type { AskOptions, Provider } from './provider';
import { Redaction, type RedactionOptions } from '../core/redaction/redaction';
import { type AiRequest, type Excerpt, requestFor, type Subject } from './request';

/** A question ready to be sent, and what puts the things back that were taken out of it. */
export interface Question {
  readonly request: AiRequest;
  readonly redaction: Redaction;
}

/** Makes a question of what is known, without what must not leave the machine. */
export function questionAbout(subject: Subject, options: RedactionOptions, budget: number): Question {
  const redaction = new Redaction(options);
  // A secret may reach over lines: lines are redacted together.
  const excerpt = ({ name, first, lines }: Excerpt): Excerpt => ({ name: redaction.redact(name), first, lines: redaction.redact(lines.join('\n')).split('\n') });
  const redacted = {
    ...subject,
    message: redaction.redact(subject.message),
    log: excerpt(subject.log),
    sources: subject.sources.map(excerpt),
    facts: subject.facts.map((fact) => redaction.redact(fact)),
  };
  return { request: requestFor(redacted, budget), redaction };
}

/** The question word by word, as it is sent. */
export function sentText({ system, prompt }: AiRequest): string {
  return `${system}\n\n${prompt}`;
}

/** Asks, checks the answer and puts back what was taken out of the question. Rejects with an AiError. */
export async function ask({ request, redaction }: Question, provider: Provider, { signal, onText }: AskOptions): Promise<AiAnswer> {
  const answer = readAnswer(await provider.ask(request, { signal, onText: (soFar) => onText(redaction.restore(soFar)) }));
  const restored = (text: string): string => redaction.restore(text);
  const { change } = answer;
  return {
    ...answer,
    cause: restored(answer.cause),
    steps: answer.steps.map(restored),
    command: answer.command === null ? null : restored(answer.command),
    change: change && { file: restored(change.file), search: restored(change.search), replace: restored(change.replace) },
  };
}
