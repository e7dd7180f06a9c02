import type { Level } from '../record';

/** What Event Viewer calls the parts of an event, and how bad it is, in the languages of Western Europe. */

/** The parts of an event that matter here. */
export type EventPart = 'log' | 'source' | 'date' | 'level' | 'keywords' | 'description' | 'other';

const parts: Readonly<Record<Exclude<EventPart, 'other'>, readonly string[]>> = {
  log: ['log name', 'protokollname', 'nom du journal', 'nombre de registro', 'nome registro', 'nome do log', 'logboeknaam'],
  source: ['source', 'quelle', 'origen', 'origine', 'fonte', 'bron'],
  date: [
    ...['date', 'datum', 'fecha', 'data', 'date and time', 'datum und uhrzeit', 'date et heure'],
    ...['fecha y hora', 'data e ora', 'data e hora', 'datum en tijd'],
  ],
  level: ['level', 'ebene', 'niveau', 'nivel', 'livello', 'nível'],
  keywords: ['keywords', 'schlüsselwörter', 'mots clés', 'palabras clave', 'parole chiave', 'palavras-chave', 'trefwoorden'],
  description: ['description', 'beschreibung', 'descripción', 'descrizione', 'descrição', 'beschrijving', 'message'],
};

const partsByName: ReadonlyMap<string, EventPart> = new Map(
  Object.entries(parts).flatMap(([part, names]) => names.map((name) => [name, part as EventPart] as const)),
);

/** Which part of an event a name stands for, whatever its case. */
export function eventPart(name: string): EventPart {
  return partsByName.get(name.trim().toLowerCase()) ?? 'other';
}

const words: Readonly<Record<'fatal' | 'error' | 'warn' | 'info', readonly string[]>> = {
  fatal: ['critical', 'kritisch', 'critique', 'crítico', 'critico', 'kritiek'],
  error: ['error', 'fehler', 'erreur', 'errore', 'erro', 'fout'],
  warn: [
    ...['warning', 'warnung', 'avertissement', 'advertencia', 'avviso', 'aviso', 'waarschuwing'],
    ...['audit failure', 'failureaudit', 'überwachung gescheitert', 'échec de l’audit', 'error de auditoría'],
  ],
  info: [
    ...['information', 'informationen', 'información', 'informazioni', 'informações', 'informatie'],
    ...['audit success', 'successaudit', 'überwachung erfolgreich', 'succès de l’audit', 'auditoría correcta'],
  ],
};

/** Levels by the lower case of what Windows calls them; the security log has its audits for levels, among its keywords. */
export const eventLevels: ReadonlyMap<string, Level> = new Map<string, Level>([
  ...Object.entries(words).flatMap(([level, names]) => names.map((name) => [name, level as Level] as const)),
  ['verbose', 'trace'],
  ['ausführlich', 'trace'],
]);
