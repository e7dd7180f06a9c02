import { compose, cri, dockerJson, kubectlPrefix, nanoStamped, stern } from './containers';
import { actions, cloudWatch, dockerBuild, githubCli, gitlab, jenkins, processManager } from './jobs';
import type { Wrapper } from './wrapper';

/** Every wrapping that is known; of two that fit equally well the earlier one is taken. */
export const wrappers: readonly Wrapper[] = [dockerJson, cri, kubectlPrefix, stern, compose, processManager, githubCli, gitlab, actions, cloudWatch, nanoStamped, jenkins, dockerBuild];
