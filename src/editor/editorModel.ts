import * as vscode from 'vscode';
import { AiError, type AskOptions, type Provider } from '../ai/provider';
import type { AiRequest } from '../ai/request';

/** A language model that the editor itself offers to extensions. */
export class EditorModel implements Provider {
  readonly name = 'editor';
  readonly model: string;

  private constructor(private readonly chat: vscode.LanguageModelChat) {
    this.model = chat.id;
  }

  /** The first there is; null where there is none. */
  static async choose(): Promise<EditorModel | null> {
    const [first] = await vscode.lm.selectChatModels();
    return first ? new EditorModel(first) : null;
  }

  async ask({ system, prompt }: AiRequest, { signal, onText }: AskOptions): Promise<string> {
    const source = new vscode.CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal.addEventListener('abort', cancel);
    let text = '';
    try {
      const response = await this.chat.sendRequest([vscode.LanguageModelChatMessage.User(`${system}\n\n${prompt}`)], {}, source.token);
      for await (const part of response.text) {
        text += part;
        onText(text);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (text !== '') throw new AiError('cut', vscode.l10n.t('The answer broke off.'), { partial: text }, { cause: error });
      throw new AiError('unavailable', vscode.l10n.t('The model of the editor does not answer: {0}', error instanceof Error ? error.message : String(error)), {}, { cause: error });
    } finally {
      signal.removeEventListener('abort', cancel);
      source.dispose();
    }
    if (text === '') throw new AiError('noAnswer', vscode.l10n.t('The model of the editor answered nothing.'));
    return text;
  }
}
