import { setTimeout as delay } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { Provider } from '../ai/provider';
import type { AiSettings } from './aiSettings';

export const keyName = 'ai.gemini.key';

/** Who is asked by the settings; else what is missing. */
export async function providerFor({ provider, model, endpoint, timeout }: AiSettings, secrets: vscode.SecretStorage): Promise<Provider | 'noModel' | 'noKey'> {
  if (provider === 'editor') {
    const { EditorModel } = await import('./editorModel');
    return (await EditorModel.choose()) ?? 'noModel';
  }
  const key = await secrets.get(keyName);
  if (key === undefined) return 'noKey';
  const { Gemini } = await import('../ai/gemini');
  const wait = (milliseconds: number, signal: AbortSignal): Promise<void> => delay(milliseconds, undefined, { signal });
  return new Gemini({ key, model, timeout, wait, ...(endpoint === '' ? {} : { baseUrl: endpoint }) });
}
