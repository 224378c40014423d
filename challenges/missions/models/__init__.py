from challenges.missions.models.mission import Metric, Mission, Reading

__all__ = ["Metric", "Mission", "Reading"]
