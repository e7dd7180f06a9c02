import type { Rule } from './rule';

/** Files that are not there or do not obey: after all rules that know what the file was for. */
export const fileRules: readonly Rule[] = [
  {
    id: 'file-missing',
    title: 'A file is missing',
    category: 'disk-io',
    severity: 'medium',
    pattern: /\bno such file or directory\b|\bENOENT\b|\bFileNotFound(?:Error|Exception)\b|\bNoSuchFileException\b|\bfile (?:does not exist|not found)\b|\bno (?:\w*file|directory|folder|manifest) found\b|\bcannot find the (?:file|path)\b|\b(?:could|can) ?not (?:open|find|read|stat) (?:the )?(?:input )?(?:file|directory|path)\b/i,
    actions: ['Check the path as the process sees it: its working directory, container mount, user.'],
  },
  {
    id: 'file-operation-failed',
    title: 'A file could not be read or written',
    category: 'disk-io',
    severity: 'medium',
    pattern: /\b(?:failed|unable|could not|cannot|can't|error(?: while)?) (?:to )?(?:open|read|write|create|delete|remove|rename|copy|move|mount|sync|flush|load|save|opening|reading|writing)\b.{0,60}\b(?:file|directory|folder|disk|volume|device|block|path)\b|\bIOException\b|\bOSError\b|\bIOError\b|\b(?:EEXIST|EISDIR|ENOTDIR|EXDEV|ENOTEMPTY|EBUSY)\b/i,
    actions: ['Check that the path exists and that the process may use it.'],
  },
];
