import { installByDpkg, installPackage } from '../../hal/update/package/install-package.ts';
import { updateRules } from './update-rules.ts';

/**
 * Program of vedette-upgrade.service, which runs as administrator: installs the bundle that the camera has accepted.
 * Usage: install-package RECEIVED RESULTS
 */
const [received = '', results = ''] = process.argv.slice(2);
try {
  await installPackage({ received, results, rules: updateRules('package', process.env), install: installByDpkg });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
