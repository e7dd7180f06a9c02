import * as vscode from 'vscode';

const section = 'stacklens';

/** A setting that lists files, for the user and for the workspace. */
export class FileList {
  constructor(private readonly setting: string) {}

  /** What the user lists and, where it is trusted, what the workspace does, both together. */
  read(): string[] {
    const { globalValue, workspaceValue } = this.values();
    const lists = [globalValue, ...(vscode.workspace.isTrusted ? [workspaceValue] : [])];
    return [...new Set(lists.flatMap((list) => (Array.isArray(list) ? list.filter((entry): entry is string => typeof entry === 'string') : [])))];
  }

  /** What is in the workspace is listed there, so that its settings can be shared. */
  async add(files: readonly { readonly uri: vscode.Uri; readonly name: string }[]): Promise<void> {
    const names = (isInside: boolean): string[] => files.filter(({ uri }) => (vscode.workspace.getWorkspaceFolder(uri) !== undefined) === isInside).map(({ name }) => name);
    await this.change(vscode.ConfigurationTarget.Workspace, (listed) => [...listed, ...names(true)]);
    await this.change(vscode.ConfigurationTarget.Global, (listed) => [...listed, ...names(false)]);
  }

  /** Takes files off both lists. */
  async remove(names: readonly string[]): Promise<void> {
    for (const target of [vscode.ConfigurationTarget.Workspace, vscode.ConfigurationTarget.Global]) await this.change(target, (listed) => listed.filter((name) => !names.includes(name)));
  }

  /** Nothing is written where nothing changes. */
  private async change(target: vscode.ConfigurationTarget, to: (listed: readonly string[]) => readonly string[]): Promise<void> {
    const { globalValue, workspaceValue } = this.values();
    const value = target === vscode.ConfigurationTarget.Global ? globalValue : workspaceValue;
    const listed = Array.isArray(value) ? (value as string[]) : [];
    const next = [...new Set(to(listed))];
    if (next.length === listed.length) return;
    await vscode.workspace.getConfiguration(section).update(this.setting, next.length > 0 ? next : undefined, target);
  }

  private values(): { readonly globalValue?: unknown; readonly workspaceValue?: unknown } {
    return vscode.workspace.getConfiguration(section).inspect<unknown>(this.setting) ?? {};
  }
}
