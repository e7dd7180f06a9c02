import { readKnowledgeFiles, type KnowledgeFile } from '../engine/knowledge';
import type { KnowledgeArea } from '../ml/knowledgeArea';
import { complain } from './output';
import { ownFiles } from './ownFiles';

/** What users know of errors by `.stacklens/knowledge` of the current folder. What is wrong in it is told of. */
export async function knowledgeHere(): Promise<readonly KnowledgeArea[]> {
  return soundAreas(await ownFiles('knowledge', '.yaml')).areas;
}

/** What is sound in files of knowledge, after complaints of what is not. */
export function soundAreas(files: readonly KnowledgeFile[]): { readonly areas: readonly KnowledgeArea[]; readonly isSound: boolean } {
  const { areas, problems } = readKnowledgeFiles(files);
  for (const { file, line, place, message } of problems) complain(`${file}:${String(line + 1)}: ${place === '' ? 'the file' : place} ${message}.`);
  return { areas, isSound: problems.length === 0 };
}
