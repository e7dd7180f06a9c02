import { pathToFileURL } from 'node:url';

/**
 * The URI of a file as VS Code writes it, so that what the editor and the command line keep of a file is kept of one file:
 * everything but unreserved characters (RFC 3986, 2.3) is encoded, and drives are in lower case. `path` is absolute.
 */
export function fileUri(path: string): string {
  const { host, pathname } = pathToFileURL(path);
  const drive = /^\/[A-Z]:/.exec(pathname)?.[0] ?? '';
  return `file://${host}${drive.toLowerCase().replace(':', '%3A')}${pathname.slice(drive.length).split('/').map(encoded).join('/')}`;
}

function encoded(segment: string): string {
  return encodeURIComponent(decodeURIComponent(segment)).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
