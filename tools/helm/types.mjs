// node types.mjs FILE…: each rendered object against Kubernetes' own types. Wrong types are found; unknown fields are not.
import {readFileSync} from 'node:fs';
import yaml from 'js-yaml';

let wrong = 0;
let count = 0;
for (const file of process.argv.slice(2)) {
  for (const object of yaml.loadAll(readFileSync(file, 'utf8'))) {
    if (!object) continue;
    count++;
    const operator = object.apiVersion.startsWith('monitoring.coreos.com/');
    const base = operator ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
    try {
      const models = await import(`${base}/${object.apiVersion}/${object.kind}`);
      new models[object.kind](object).validate();
    } catch (error) {
      wrong++;
      console.log(`${file}: ${object.kind} ${object.metadata?.name}: ${error.message.slice(0, 300)}`);
    }
  }
}
console.log(`${count} objects, ${wrong} of a wrong type`);
process.exit(wrong || !count ? 1 : 0);
