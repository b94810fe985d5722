import { Controller } from '@nestjs/common';
import { signInPolicyRoutes, singleSignOnRoutes } from '@engagex/domain/accounts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { type Caller, SignedIn } from '../../platform/http/request-user.ts';
import { Arrivals } from './arrivals.ts';
import { SignInPolicyService } from './sign-in-policy.service.ts';

@Controller()
export class SingleSignOnController {
  constructor(
    private readonly policy: SignInPolicyService,
    private readonly arrivals: Arrivals,
  ) {}

  @Handles(signInPolicyRoutes.get)
  getPolicy(@SignedIn() { userId }: Caller) {
    return this.policy.get(userId);
  }

  @Handles(signInPolicyRoutes.update)
  updatePolicy(@SignedIn() caller: Caller, @Input() input: ParsedInputOf<typeof signInPolicyRoutes.update>) {
    return this.policy.update(caller, input);
  }

  @Handles(singleSignOnRoutes.findProvider)
  findProvider(@Input() { organizationId }: ParsedInputOf<typeof singleSignOnRoutes.findProvider>) {
    return this.policy.providerOf(organizationId);
  }

  @Handles(singleSignOnRoutes.arrive)
  arrive(@Input() arrival: ParsedInputOf<typeof singleSignOnRoutes.arrive>) {
    return this.arrivals.arrive(arrival);
  }

  @Handles(singleSignOnRoutes.test)
  test(@Input() { userId, arrival }: ParsedInputOf<typeof singleSignOnRoutes.test>) {
    return this.arrivals.test(userId, arrival);
  }

  @Handles(singleSignOnRoutes.link)
  link(@Input() { userId, arrival, password }: ParsedInputOf<typeof singleSignOnRoutes.link>) {
    return this.arrivals.link(userId, arrival, password);
  }
}
