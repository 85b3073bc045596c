"""A run's job as the worker of its pool would start it, in words: run by a Python that has the worker's package.

PREFECT_API_URL=… python rendered_job.py docker|kubernetes RUN
"""

import asyncio
import json
import sys
from importlib import import_module


async def main(kind: str, run: str) -> None:
    """Print the job configuration of a run, after all templates, and the command that is started."""
    from prefect.client.orchestration import get_client

    module = import_module(f"prefect_{kind}.worker")
    name = "DockerWorker" if kind == "docker" else "KubernetesWorker"
    worker = getattr(module, name)
    async with get_client() as client:
        flow_run = await client.read_flow_run(run)
        deployment = await client.read_deployment(flow_run.deployment_id)
        flow = await client.read_flow(flow_run.flow_id)
        pool = await client.read_work_pool(deployment.work_pool_name)
        template = pool.base_job_template or worker.get_default_base_job_template()
        values = {**deployment.job_variables, **(flow_run.job_variables or {})}
        configuration = await worker.job_configuration.from_template_and_values(
            base_job_template=template, values=values, client=client
        )
        configuration.prepare_for_flow_run(flow_run, deployment, flow, pool, "here")
    print(json.dumps(configuration.model_dump(mode="json"), default=str))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
