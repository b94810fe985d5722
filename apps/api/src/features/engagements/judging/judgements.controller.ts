import { Controller } from '@nestjs/common';
import { engagementsRoutes } from '@engagex/domain/engagements';
import { Handles, Input } from '../../../platform/http/handles.ts';
import { Judgements } from './judgements.ts';

@Controller()
export class JudgementsController {
  constructor(private readonly judgements: Judgements) {}

  @Handles(engagementsRoutes.verdicts)
  verdicts(@Input() { id }: { readonly id: string }) {
    return this.judgements.get(id);
  }

  @Handles(engagementsRoutes.judgeAgain)
  judgeAgain(@Input() { id }: { readonly id: string }) {
    return this.judgements.ask(id);
  }
}
