import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ShelvedModel } from '../core/learning';
import { readModel, writeModel, type Model } from '../ml/model';

/** Of the model that comes with the product. */
export const shippedVersion = 'shipped';

export interface ChosenModel {
  readonly model: Model;
  /** `shipped`, or the name of a version of the user's. */
  readonly version: string;
  /** Why it is the shipped one although another was installed; null otherwise. */
  readonly problem: string | null;
}

const nameOfVersion = /^model-(\d{4,9})\.json$/;

/**
 * The models trained for a store: versioned files in a folder beside it, which are never changed, and a file that names the
 * installed one. Whatever is wrong with them, the shipped model serves.
 */
export class ModelShelf {
  constructor(private readonly folder: string) {}

  /** The installed model; the shipped one where none is installed or the installed one cannot be read. */
  async current(): Promise<ChosenModel> {
    const { installed, problem } = await this.installed();
    return { ...(installed ?? { model: await shipped(), version: shippedVersion }), problem };
  }

  /** The same without the shipped one: null in its place. */
  async installed(): Promise<{ readonly installed: Omit<ChosenModel, 'problem'> | null; readonly problem: string | null }> {
    let version = shippedVersion;
    try {
      version = await this.currentVersion();
      const installed = version === shippedVersion ? null : { model: readModel(await readFile(this.fileOf(version), 'utf8')), version };
      return { installed, problem: null };
    } catch (error) {
      const which = version === shippedVersion ? `Which model is installed in ${this.folder} cannot be read` : `The installed model ${version} cannot be used`;
      return { installed: null, problem: `${which}, so the shipped one is: ${messageOf(error)}` };
    }
  }

  /** The shipped one first, then the others in the order in which they were trained. */
  async list(): Promise<ShelvedModel[]> {
    const current = await this.currentVersion();
    const first: ShelvedModel = { version: shippedVersion, isCurrent: current === shippedVersion, card: (await shipped()).card, problem: null };
    const others = await Promise.all(
      (await this.versions()).map(async (version): Promise<ShelvedModel> => {
        const isCurrent = version === current;
        try {
          return { version, isCurrent, card: readModel(await readFile(this.fileOf(version), 'utf8')).card, problem: null };
        } catch (error) {
          return { version, isCurrent, card: null, problem: messageOf(error) };
        }
      }),
    );
    return [first, ...others];
  }

  /** Keeps a model as a new version and makes it the current one; returns its name. */
  async install(model: Model): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const last = (await this.versions()).at(-1);
    const version = `model-${String((last === undefined ? 0 : Number(/\d+/.exec(last)?.[0])) + 1).padStart(4, '0')}`;
    await this.write(`${version}.json`, writeModel(model));
    await this.choose(version);
    return version;
  }

  /** Makes the version before the current one current, and before the first the shipped one; returns its name, null where there is none. */
  async rollBack(): Promise<string | null> {
    const current = await this.currentVersion();
    if (current === shippedVersion) return null;
    const before = (await this.versions()).filter((version) => version < current).at(-1) ?? shippedVersion;
    await this.choose(before);
    return before;
  }

  private async choose(version: string): Promise<void> {
    await this.write('current.txt', `${version}\n`);
  }

  /** The version that was chosen last; whether it can be read is another question. */
  async currentVersion(): Promise<string> {
    const named = await unlessMissing(readFile(this.fileIn('current.txt'), 'utf8'), shippedVersion);
    return nameOfVersion.test(`${named.trim()}.json`) ? named.trim() : shippedVersion;
  }

  private async versions(): Promise<string[]> {
    const files = await unlessMissing(readdir(this.folder), []);
    return files.filter((file) => nameOfVersion.test(file)).map((file) => path.basename(file, '.json')).sort();
  }

  private fileOf(version: string): string {
    return this.fileIn(`${version}.json`);
  }

  private fileIn(name: string): string {
    return path.join(this.folder, name);
  }

  /** All or nothing: nobody reads half a model. */
  private async write(name: string, text: string): Promise<void> {
    const fresh = this.fileIn(`${name}.${String(process.pid)}`);
    await writeFile(fresh, text);
    await rename(fresh, this.fileIn(name));
  }
}

async function shipped(): Promise<Model> {
  return (await import('../ml/shipped')).readShippedModel();
}

/** What a file system says where there is no such file, nor can be. */
const nothingThere: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

async function unlessMissing<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && nothingThere.has(String(error.code))) return otherwise;
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
