import { FinishReason, GoogleGenerativeAI, GoogleGenerativeAIAbortError, GoogleGenerativeAIError, GoogleGenerativeAIFetchError, GoogleGenerativeAIResponseError, type ResponseSchema } from '@google/generative-ai';
import { answerSchema } from './answer';
import { AiError, type AskOptions, type Provider } from './provider';
import type { AiRequest } from './request';

export interface GeminiOptions {
  readonly key: string;
  readonly model: string;
  /** Milliseconds in which the answer must begin, and go on. */
  readonly timeout: number;
  /** Where to ask, where it is not Google. */
  readonly baseUrl?: string;
  /** Waits so many milliseconds; rejects with the signal's reason. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const attempts = 3;
/** Milliseconds: after the first failure, and twice as long after each other; no longer than this where the server says how long. */
const firstPause = 1_000;
const longestPause = 30_000;

/** Asks Gemini, again where it is busy. */
export class Gemini implements Provider {
  readonly name = 'gemini';

  constructor(private readonly options: GeminiOptions) {}

  get model(): string {
    return this.options.model;
  }

  async ask(request: AiRequest, { signal, onText }: AskOptions): Promise<string> {
    if (this.options.key === '') throw new AiError('noKey', 'There is no key for Gemini.');
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.askOnce(request, { signal, onText });
      } catch (error) {
        signal.throwIfAborted();
        const trouble = troubleOf(error);
        const pause = trouble.known.retryAfter ?? firstPause * 2 ** (attempt - 1);
        const mayPass = trouble.trouble === 'unavailable' || trouble.trouble === 'rateLimited';
        if (!mayPass || attempt === attempts || pause > longestPause) throw trouble;
        await this.options.wait(pause, signal);
      }
    }
  }

  private async askOnce({ system, prompt }: AiRequest, { signal, onText }: AskOptions): Promise<string> {
    const { key, model, timeout, baseUrl } = this.options;
    const asked = new GoogleGenerativeAI(key).getGenerativeModel(
      {
        model,
        systemInstruction: system,
        generationConfig: { temperature: 0.2, responseMimeType: 'application/json', responseSchema: answerSchema as unknown as ResponseSchema },
      },
      // Not its own timeout, whose timer goes on after the answer: the one below ends with it.
      baseUrl === undefined ? {} : { baseUrl },
    );
    let text = '';
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), timeout);
    try {
      const { stream, response } = await asked.generateContentStream(prompt, { signal: AbortSignal.any([signal, silence.signal]) });
      // What goes wrong is told by the stream; this one would be told to nobody.
      response.catch(() => undefined);
      let ended = false;
      for await (const part of stream) {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), timeout);
        const reason = part.candidates?.[0]?.finishReason;
        if (reason === FinishReason.MAX_TOKENS) throw new AiError('cut', 'The answer grew too long and was cut off.', { partial: text + part.text() });
        text += part.text();
        ended ||= reason !== undefined;
        onText(text);
      }
      if (text === '') throw new AiError('noAnswer', 'Gemini answered nothing.');
      if (!ended) throw new AiError('cut', 'The answer broke off.', { partial: text });
      return text;
    } catch (error) {
      if (text === '' && silence.signal.aborted) throw new AiError('timeout', 'Gemini did not answer in time.', {}, { cause: error });
      if (text !== '' && !(error instanceof AiError) && !(error instanceof GoogleGenerativeAIResponseError)) throw new AiError('cut', 'The answer broke off.', { partial: text }, { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What went wrong, in our words. */
function troubleOf(error: unknown): AiError {
  if (error instanceof AiError) return error;
  const because = { cause: error };
  if (error instanceof GoogleGenerativeAIAbortError) return new AiError('timeout', 'Gemini did not answer in time.', {}, because);
  if (error instanceof GoogleGenerativeAIResponseError) return new AiError('blocked', 'Gemini refused to answer: its safety rules object to the question or the answer.', {}, because);
  if (error instanceof GoogleGenerativeAIFetchError) return answered(error);
  if (error instanceof SyntaxError || (error instanceof GoogleGenerativeAIError && /pars/i.test(error.message))) return new AiError('notJson', 'What answered is not Gemini: a proxy or a login page may be in between.', {}, because);
  return new AiError('network', 'Gemini cannot be reached.', {}, because);
}

function answered(error: GoogleGenerativeAIFetchError): AiError {
  const because = { cause: error };
  const { status = 0 } = error;
  const told = JSON.stringify(error.errorDetails ?? []);
  if (status === 401 || status === 403 || (status === 400 && /API[_ ]KEY/i.test(`${told} ${error.message}`))) return new AiError('badKey', 'Gemini does not accept the key.', {}, because);
  if (status === 429) {
    const seconds = /"retryDelay":"(\d{1,6}(?:\.\d{1,9})?)s"/.exec(told)?.[1];
    if (/PerDay|daily/i.test(`${told} ${error.message}`)) return new AiError('quota', 'The quota for Gemini is used up for today.', {}, because);
    return new AiError('rateLimited', 'Gemini has been asked too often.', seconds === undefined ? {} : { retryAfter: Math.ceil(Number(seconds) * 1000) }, because);
  }
  if (status === 404) return new AiError('noModel', 'Gemini does not know this model: see the setting stacklens.ai.model.', {}, because);
  if (status >= 500) return new AiError('unavailable', 'Gemini is not available at the moment.', {}, because);
  return new AiError('network', `Gemini answered with an error (${String(status)}).`, {}, because);
}
