import { ApiProperty } from '@nestjs/swagger';
import { CandidateDto } from '@exoplanet/contracts';
import { OptionalFlag } from '../submissions/model-options.dto';
import { SubmissionQueryDto } from '../submissions/submission-query.dto';

export class PredictBatchQueryDto extends SubmissionQueryDto {
  @OptionalFlag('partial', 'Accept the batch although some rows are invalid; each of those gets an error in its place')
  partial?: boolean;
}

/** The body of a batch, for the documentation: `BatchPipe` validates it. */
export class PredictBatchDto {
  @ApiProperty({ type: [CandidateDto], description: 'Candidates, at most MAX_BATCH_SIZE' })
  predictions!: CandidateDto[];
}
