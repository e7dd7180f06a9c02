import * as vscode from 'vscode';
import type { TimestampInferred } from '../core/record';
import { TimeZone, zoneNamed } from '../core/time/zones';
import { Disposable } from './disposable';
import { showWarning } from './notices';
import type { SettingsSource } from './settings';

/** The zones that the user chose, and the words for a record's time. A zone that there is not is told of once. */
export class Times extends Disposable {
  private readonly told = new Set<string>();
  private readonly local = new TimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
  private shown: TimeZone = this.local;
  private stated: TimeZone = this.local;

  constructor(
    private readonly settings: SettingsSource,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(settings.onDidChange(() => this.refresh()));
    this.refresh();
  }

  /** The zone in which times are shown. */
  get zone(): TimeZone {
    return this.shown;
  }

  /** IANA name of the zone of times that state none. */
  get logZone(): string {
    return this.stated.name;
  }

  /** The same zone. */
  get logTimeZone(): TimeZone {
    return this.stated;
  }

  /** A record's time to be shown, with a mark where the log does not state all of it. */
  label(timestamp: number, inferred: TimestampInferred | undefined): string {
    const iso = this.shown.isoTimeOf(timestamp);
    if (iso === null) return vscode.l10n.t('a time that no calendar has');
    const [date = '', clock = ''] = iso.split('T');
    const time = `${date} ${clock.replace(/\.000(?=[Z+-])/, '').replace('Z', ' UTC').replace(/(?=[+-])/, ' ')}`;
    switch (inferred) {
      case undefined:
        return time;
      case 'zone':
        return vscode.l10n.t('≈ {0} (zone inferred)', time);
      case 'year':
        return vscode.l10n.t('≈ {0} (year inferred)', time);
      case 'date':
        return vscode.l10n.t('≈ {0} (date inferred)', time);
    }
  }

  private refresh(): void {
    const { timeZone, logTimeZone } = this.settings.current;
    this.shown = this.resolve('stacklens.timeZone', timeZone, this.local);
    this.stated = this.resolve('stacklens.logTimeZone', logTimeZone, new TimeZone('UTC'));
  }

  private resolve(setting: string, name: string, otherwise: TimeZone): TimeZone {
    if (name === 'local') return this.local;
    const zone = zoneNamed(name);
    if (zone) return zone;
    const key = `${setting}=${name}`;
    if (!this.told.has(key)) {
      this.told.add(key);
      const text = vscode.l10n.t('{0}: there is no time zone "{1}". Use local, UTC or a name such as Europe/Rome. Until then it is {2}.', setting, name, otherwise.name);
      this.log.warn(text);
      void showWarning(text);
    }
    return otherwise;
  }
}
