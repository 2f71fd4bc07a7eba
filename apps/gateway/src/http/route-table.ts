import type { OpenAPIObject } from '@nestjs/swagger';

/** Says which methods a path takes, so that a wrong method is told apart from a wrong path. */
export class RouteTable {
  private readonly routes: { path: RegExp; methods: string[] }[];

  constructor(document: OpenAPIObject) {
    this.routes = Object.entries(document.paths).map(([path, operations]) => ({
      path: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
      methods: Object.keys(operations).map((method) => method.toUpperCase()),
    }));
  }

  /** Methods of the path; empty when there is no such path. */
  methodsOf(url: string): string[] {
    const [path] = url.split('?');
    return [...new Set(this.routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods))];
  }
}
