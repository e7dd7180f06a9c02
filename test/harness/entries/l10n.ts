/** `npm run l10n`: writes what there is to translate into l10n/bundle.l10n.json, and names what translations lack. */
import fs from 'node:fs';
import path from 'node:path';

import { bundle, stringsOfSource } from '../l10n';

const strings = stringsOfSource();
fs.mkdirSync(path.dirname(bundle), { recursive: true });
fs.writeFileSync(bundle, `${JSON.stringify(Object.fromEntries(strings.map((text) => [text, text])), null, 2)}\n`);
console.log(`${strings.length} strings in ${path.relative('.', bundle)}`);
for (const name of fs.readdirSync(path.dirname(bundle)).filter((each) => /^bundle\.l10n\.\w+\.json$/.test(each))) {
  const translated = JSON.parse(fs.readFileSync(path.join(path.dirname(bundle), name), 'utf8')) as Record<string, string>;
  for (const text of strings.filter((each) => !Object.hasOwn(translated, each))) console.log(`${name} lacks ${JSON.stringify(text)}`);
  for (const text of Object.keys(translated).filter((each) => !strings.includes(each))) console.log(`${name} has what is no more: ${JSON.stringify(text)}`);
}
