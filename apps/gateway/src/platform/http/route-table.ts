import type { OpenAPIObject } from '@nestjs/swagger';

/** Which methods a path accepts: distinguishes a wrong method (405) from an unknown path (404). */
export class RouteTable {
  private readonly routes: { path: RegExp; methods: string[] }[];

  constructor(document: OpenAPIObject) {
    this.routes = Object.entries(document.paths).map(([path, operations]) => ({
      path: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
      methods: Object.keys(operations).map((method) => method.toUpperCase()),
    }));
  }

  /** Methods that the path accepts; empty when there is no such path. */
  methodsOf(url: string): string[] {
    const [path] = url.split('?');
    return [...new Set(this.routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods))];
  }
}
