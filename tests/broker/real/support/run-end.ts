/** Jest's `globalTeardown`: what {@link setUp} has started for the run ends with it. */
export { tearDown as default } from './run';
