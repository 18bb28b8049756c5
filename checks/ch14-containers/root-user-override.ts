import { at, defineCheck, isDevelopmentFile, rootOverridesOf, yaml } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Container told to run as root',
  on: 'yaml',
  bullet: 'Config',
  severity: 'warning',
  preset: 'recommended',
  why: `\`user\` in a compose file and \`runAsUser\` in a manifest win over the \`USER\` of the image: all that was done there to leave root
    behind is undone here, and a hole in the program opens the whole container.`,
  whenNotTo: 'The program needs root to do its work, such as an agent that looks after the machine.',
  excludes: ['test', 'docs', 'fixture', 'template', 'vendored'],
  examples: [
    {
      title: 'Leave the user to the image',
      bad: at(
        'compose.yaml',
        yaml`
          services:
            api:
              build: .
              user: root  # <-
            worker:
              build: .
              user: "0:0"  # <-
        `,
      ),
      good: at(
        'compose.yaml',
        yaml`
          services:
            api:
              build: .
            worker:
              build: .
              user: "10001:10001"
        `,
      ),
    },
    {
      title: 'An unprivileged number, and Kubernetes holds the image to it',
      bad: at(
        'deploy/shop.yaml',
        yaml`
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: shop
          spec:
            template:
              spec:
                containers:
                  - name: api
                    image: registry.example/shop:2.1
                    securityContext:
                      runAsUser: 0  # <-
          ---
          apiVersion: batch/v1
          kind: CronJob
          metadata:
            name: report
          spec:
            jobTemplate:
              spec:
                template:
                  spec:
                    securityContext:
                      runAsUser: 0  # <-
                    containers:
                      - name: report
                        image: registry.example/shop:2.1
        `,
      ),
      good: at(
        'deploy/shop.yaml',
        yaml`
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: shop
          spec:
            template:
              spec:
                containers:
                  - name: api
                    image: registry.example/shop:2.1
                    securityContext:
                      runAsNonRoot: true
                      runAsUser: 10001
          ---
          apiVersion: batch/v1
          kind: CronJob
          metadata:
            name: report
          spec:
            jobTemplate:
              spec:
                template:
                  spec:
                    securityContext:
                      runAsUser: 10001
                    containers:
                      - name: report
                        image: registry.example/shop:2.1
        `,
      ),
    },
  ],
  quiet: [
    // Images of others, work that takes root, and files for one's own machine.
    at(
      'compose.yaml',
      yaml`
        services:
          metrics:
            image: prom/node-exporter:v1.9.1
            user: root
          runner:
            build: ./runner
            user: root
            volumes:
              - /var/run/docker.sock:/var/run/docker.sock
          rights:
            build: .
            user: root
            command: chown -R 10001 /data
          api:
            build: .
            user: \${UID:-10001}
          web:
            build: .
            user: rooter
      `,
    ),
    at('docker-compose.dev.yml', 'services:\n  api:\n    build: .\n    user: root\n'),
    at('compose.override.yaml', 'services:\n  api:\n    build: .\n    user: root\n'),
    // Every container says something else; what prepares a volume may be root; agents run on every node.
    at(
      'deploy/shop.yaml',
      yaml`
        apiVersion: v1
        kind: Pod
        spec:
          securityContext:
            runAsUser: 0
          initContainers:
            - name: rights
              image: busybox:1.37
              securityContext:
                runAsUser: 0
          containers:
            - name: api
              image: registry.example/shop:2.1
              securityContext:
                runAsUser: 10001
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        spec:
          template:
            spec:
              containers:
                - name: logs
                  image: registry.example/logs:1.0
                  securityContext:
                    runAsUser: 0
        ---
        apiVersion: v1
        kind: Pod
        spec:
          containers:
            - name: tunnel
              image: registry.example/tunnel:1.0
              securityContext:
                runAsUser: 0
                privileged: true
      `,
    ),
    // Other files with the same words.
    at('settings.yaml', 'services:\n  api:\n    build: .\n    user: root\nsecurityContext:\n  runAsUser: 0\n'),
  ],
  *run(file) {
    if (isDevelopmentFile(file.path) || /(^|[-_./])overrides?[-_./]/.test(file.path)) return;
    for (const { document, path, kind } of rootOverridesOf(file)) {
      const place = document.spanOf(path);
      if (!place) continue;
      yield {
        at: place,
        key: path.join('.'),
        message:
          kind === 'service'
            ? 'This service runs as root, whatever its image says; take `user` out, or name an unprivileged one.'
            : 'This runs as root, whatever the image says; give the number of an unprivileged user.',
      };
    }
  },
});
